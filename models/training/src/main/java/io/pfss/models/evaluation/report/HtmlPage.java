// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.evaluation.report;

import static io.pfss.models.evaluation.report.ReportTexts.text;

import io.pfss.models.text.Message;

/**
 * A page of HTML, without any script or address: it can be sent by mail and looked at in ten years.
 * Not thread-safe.
 */
final class HtmlPage {
  private static final String STYLE =
      """
      body { font: 15px/1.5 system-ui, "Noto Sans KR", "Malgun Gothic", sans-serif; color: #1f2933;
             max-width: 1080px; margin: 2rem auto; padding: 0 1rem; }
      h1 { font-size: 1.6rem; } h2 { margin-top: 2.5rem; border-bottom: 1px solid #e3e6ea; }
      table { border-collapse: collapse; } td, th { padding: .25rem .8rem; text-align: right;
             border-bottom: 1px solid #e3e6ea; } td:first-child, th:first-child { text-align: left; }
      .best { font-weight: 700; } .row { display: flex; flex-wrap: wrap; gap: 1.5rem; }
      figure { margin: 0 0 1rem; } figcaption { color: #52606d; } svg { max-width: 100%;
             height: auto; } svg text { font-size: 12px; fill: #1f2933; }
      """;

  private final StringBuilder page = new StringBuilder();

  /** A page about something. */
  HtmlPage(String subject) {
    add(
        "<!DOCTYPE html><html lang=\"%s\"><head><meta charset=\"utf-8\">"
            + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
            + "<title>PFSS: %s</title><style>%s</style></head><body>",
        text("lang"), Svg.escape(subject), STYLE);
    add("<h1>%s</h1>", Svg.escape(text("title", subject)));
  }

  /** Adds HTML; its values must be escaped. */
  HtmlPage add(String format, Object... values) {
    page.append(Message.of(format, values)).append(System.lineSeparator());
    return this;
  }

  HtmlPage figure(String picture, String caption) {
    return add("<figure>%s<figcaption>%s</figcaption></figure>", picture, Svg.escape(caption));
  }

  String end() {
    return add("</body></html>").page.toString();
  }
}
