// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.evaluation.report;

import io.pfss.models.text.Message;

/** Builds a picture in SVG; texts are escaped. Not thread-safe. */
final class Svg {
  private final StringBuilder text = new StringBuilder();

  /**
   * A picture.
   *
   * @param title what it shows, for those who cannot see it
   */
  Svg(int width, int height, String title) {
    add(
        "<svg viewBox=\"0 0 %1$d %2$d\" width=\"%1$d\" height=\"%2$d\" role=\"img\" aria-label=\"%3$s\">",
        width, height, escape(title));
  }

  Svg rect(double x, double y, double width, double height, String fill) {
    return add(
        "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\"/>",
        x, y, width, height, fill);
  }

  Svg line(double x1, double y1, double x2, double y2, String stroke) {
    return add(
        "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\"/>",
        x1, y1, x2, y2, stroke);
  }

  Svg circle(double x, double y, double radius, String fill) {
    return add("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\" fill=\"%s\"/>", x, y, radius, fill);
  }

  /** A line through points, as {@code x,y x,y …}. */
  Svg polyline(String points, String stroke, double width) {
    return add(
        "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"%.1f\"/>",
        points, stroke, width);
  }

  /**
   * A text.
   *
   * @param anchor where the point is: start, middle or end
   */
  Svg text(double x, double y, String anchor, String content) {
    return add(
        "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>", x, y, anchor, escape(content));
  }

  /** A text that goes upwards. */
  Svg upwards(double x, double y, String content) {
    return add(
        "<text transform=\"translate(%.1f,%.1f) rotate(-90)\" text-anchor=\"middle\">%s</text>",
        x, y, escape(content));
  }

  String end() {
    return text.append("</svg>").append(System.lineSeparator()).toString();
  }

  /** Escapes a text for HTML and SVG. */
  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  private Svg add(String format, Object... values) {
    text.append(Message.of(format, values)).append(System.lineSeparator());
    return this;
  }
}
