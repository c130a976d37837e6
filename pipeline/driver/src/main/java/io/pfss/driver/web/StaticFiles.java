// SPDX-License-Identifier: Apache-2.0
package io.pfss.driver.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Serves the page's files and the chart library from the class path. */
final class StaticFiles implements WebPage {
  private static final Pattern NAME = Pattern.compile("/([a-z]+\\.(html|js|css|svg))");
  private static final String JAVASCRIPT = "text/javascript; charset=utf-8";
  private static final String STYLE = "text/css; charset=utf-8";
  private static final Map<String, String> TYPES =
      Map.of(
          "html",
          "text/html; charset=utf-8",
          "js",
          JAVASCRIPT,
          "css",
          STYLE,
          "svg",
          "image/svg+xml");

  private final String charts = "/META-INF/resources/webjars/uplot/" + chartsVersion() + "/dist/";

  @Override
  public WebResponse get(URI request) throws IOException {
    String path = request.getPath().equals("/") ? "/index.html" : request.getPath();
    if (path.equals("/uplot/uPlot.esm.js")) {
      return file(charts + "uPlot.esm.js", JAVASCRIPT);
    }

    if (path.equals("/uplot/uPlot.min.css")) {
      return file(charts + "uPlot.min.css", STYLE);
    }

    Matcher name = NAME.matcher(path);
    return name.matches()
        ? file("page/" + name.group(1), Objects.requireNonNull(TYPES.get(name.group(2)), "type"))
        : WebResponse.message(404, "Page not found");
  }

  private static WebResponse file(String resource, String type) throws IOException {
    try (InputStream content = StaticFiles.class.getResourceAsStream(resource)) {
      return content == null
          ? WebResponse.message(404, "Page not found")
          : new WebResponse(200, type, content.readAllBytes());
    }
  }

  private static String chartsVersion() {
    try (InputStream content = StaticFiles.class.getResourceAsStream("charts.properties")) {
      Properties properties = new Properties();
      properties.load(content);
      return properties.getProperty("uplot");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
