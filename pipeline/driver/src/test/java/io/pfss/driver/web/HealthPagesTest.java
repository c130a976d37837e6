// SPDX-License-Identifier: Apache-2.0
package io.pfss.driver.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class HealthPagesTest {
  private final HealthPages health = new HealthPages();

  @Test
  void isLiveButNotReadyBeforeTheFirstCheck() throws Exception {
    assertThat(ask("/health/live").status()).isEqualTo(200);
    assertThat(ask("/health/ready").status()).isEqualTo(503);
    assertThat(text("/health/ready"))
        .isEqualTo(
            """
            {"ready":false,"checks":[
            {"part":"pipeline","ok":false,"says":"not started yet"}
            ]}
            """);
  }

  @Test
  void isReadyWhenEveryCheckIsGood() throws Exception {
    health.update(
        List.of(
            new HealthCheck("pipeline", true, "RUNNING"), new HealthCheck("kafka", true, "\"a\"")));
    assertThat(ask("/health/ready").status()).isEqualTo(200);
    assertThat(text("/health/ready"))
        .isEqualTo(
            """
            {"ready":true,"checks":[
            {"part":"pipeline","ok":true,"says":"RUNNING"},
            {"part":"kafka","ok":true,"says":"\\"a\\""}
            ]}
            """);
  }

  @Test
  void oneFailedCheckMakesItNotReady() throws Exception {
    health.update(
        List.of(
            new HealthCheck("pipeline", true, "RUNNING"), new HealthCheck("kafka", false, "away")));
    assertThat(ask("/health/ready").status()).isEqualTo(503);
  }

  private WebResponse ask(String path) throws Exception {
    return health.pages().get(path).get(URI.create(path));
  }

  private String text(String path) throws Exception {
    return new String(ask(path).body(), StandardCharsets.UTF_8);
  }
}
