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

/** Serves the pages, their files and the libraries of webjars from the class path. */
final class StaticFiles implements WebPage {
  private static final Pattern NAME = Pattern.compile("/([a-z]+\\.(html|js|css|svg))");

  /** The id of a facility is in the address of its page only; the page's script reads it there. */
  private static final Pattern FACILITY = Pattern.compile("/(facility|설비)/[^/]+");

  private static final Map<String, String> PAGES =
      Map.of("/", "index.html", "/wall", "wall.html", "/alarms", "alarms.html");
  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "svg", "image/svg+xml");

  private static final Pattern LIBRARY =
      Pattern.compile("/(lit|uplot)/((directives/)?[A-Za-z-]+(\\.[a-z]+)?\\.(js|css))");

  /** Folders of webjars, by the first part of the path. */
  private final Map<String, String> libraries;

  StaticFiles() {
    Properties versions = versions();
    String webjars = "/META-INF/resources/webjars/";
    this.libraries =
        Map.of(
            "uplot", webjars + "uplot/" + versions.getProperty("uplot") + "/dist/",
            "lit", webjars + "lit-html/" + versions.getProperty("lit-html") + "/");
  }

  @Override
  public WebResponse get(URI request) throws IOException {
    String path = request.getPath();
    Matcher library = LIBRARY.matcher(path);
    if (library.matches()) {
      return file(libraries.get(library.group(1)) + library.group(2));
    }

    if (FACILITY.matcher(path).matches()) {
      return file("page/facility.html");
    }

    Matcher name = NAME.matcher(path);
    String page = PAGES.getOrDefault(path, name.matches() ? name.group(1) : "");
    return page.isEmpty() ? WebResponse.message(404, "Page not found") : file("page/" + page);
  }

  private static WebResponse file(String resource) throws IOException {
    String type = TYPES.get(resource.substring(resource.lastIndexOf('.') + 1));
    try (InputStream content = StaticFiles.class.getResourceAsStream(resource)) {
      return content == null
          ? WebResponse.message(404, "Page not found")
          : new WebResponse(200, Objects.requireNonNull(type, "type"), content.readAllBytes());
    }
  }

  private static Properties versions() {
    try (InputStream content = StaticFiles.class.getResourceAsStream("webjars.properties")) {
      Properties properties = new Properties();
      properties.load(content);
      return properties;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
