// SPDX-License-Identifier: Apache-2.0
package io.pfss.driver.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pfss.driver.influx.InfluxAccess;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LiveViewTest {
  private final Map<String, WebPage> pages =
      LiveView.pages(
          Optional.of(InfluxAccess.at(URI.create("http://127.0.0.1:1"), "heat_pf")),
          FacilityFacts.NONE);

  @ParameterizedTest
  @CsvSource({
    "/, text/html; charset=utf-8",
    "/app.js, text/javascript; charset=utf-8",
    "/page.css, text/css; charset=utf-8",
    "/favicon.svg, image/svg+xml",
    "/wall, text/html; charset=utf-8",
    "/alarms, text/html; charset=utf-8",
    "/facility/7, text/html; charset=utf-8",
    "/%EC%84%A4%EB%B9%84/7, text/html; charset=utf-8",
    "/lit/lit-html.js, text/javascript; charset=utf-8",
    "/lit/directives/repeat.js, text/javascript; charset=utf-8",
    "/lit/directive-helpers.js, text/javascript; charset=utf-8",
    "/uplot/uPlot.esm.js, text/javascript; charset=utf-8",
    "/uplot/uPlot.min.css, text/css; charset=utf-8",
  })
  void servesItsFiles(String path, String type) throws Exception {
    WebResponse response = pages.get("/").get(URI.create(path));
    assertThat(response.status()).isEqualTo(200);
    assertThat(response.contentType()).isEqualTo(type);
    assertThat(response.body()).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/nothing.js",
        "/../webjars.properties",
        "/page/app.js",
        "/%2e%2e/a.js",
        "/app.js/",
        "/facility/",
        "/facility/7/8",
        "/lit/../app.js",
        "/lit/development/lit-html.js",
      })
  void servesNothingElse(String path) throws Exception {
    assertThat(pages.get("/").get(URI.create(path)).status()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/series",
        "/api/series?sensors=",
        "/api/series?sensors=1,x",
        "/api/series?sensors=1,,2",
        "/api/series?sensors=1%27%20OR%20%271%27=%271",
        "/api/series?sensors=1,2,3,4,5,6",
        "/api/series?sensors=99999999999999999999",
        "/api/fleet?sensors=-",
        "/api/facility",
        "/api/facility?sensor=x",
        "/api/history?sensor=7",
        "/api/history?sensor=7&span=8d",
        "/api/history?sensor=7%27&span=1h",
      })
  void acceptsNumbersOnly(String request) {
    URI uri = URI.create(request);
    assertThatThrownBy(() -> pages.get(uri.getPath()).get(uri))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void reportsAJobWithoutInfluxDb() throws Exception {
    WebResponse response =
        LiveView.pages(Optional.empty(), FacilityFacts.NONE)
            .get("/api/fleet")
            .get(URI.create("/api/fleet"));
    assertThat(response.body()).asString().isEqualTo("{\"influx\":false}");
  }
}
