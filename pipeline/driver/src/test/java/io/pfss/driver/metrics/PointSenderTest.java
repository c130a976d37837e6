// SPDX-License-Identifier: Apache-2.0
package io.pfss.driver.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.pfss.pipeline.influx.InfluxAddress;
import io.pfss.pipeline.influx.InfluxDestination;
import io.pfss.pipeline.influx.InfluxLines;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class PointSenderTest {
  private static final List<String> LINES = List.of("pfss_pipeline,job=pfss readings=1i 1");

  @Test
  @Timeout(30)
  void reportsAnUnavailableInfluxWithoutWaiting() throws IOException {
    int port;
    try (ServerSocket closedSoon = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = closedSoon.getLocalPort();
    }

    try (PointSender sender = new PointSender(Optional.of(influx(port)))) {
      sender.send(LINES);
      Awaitility.await().until(() -> sender.check().says().contains("did not accept"));
      assertThat(sender.check().ok()).isFalse();
    }
  }

  @Test
  @Timeout(30)
  void doesNotWaitForAHangingInflux() throws IOException {
    // Accepts the connection, but never responds.
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        PointSender sender = new PointSender(Optional.of(influx(silent.getLocalPort())))) {
      for (int i = 0; i < 2_000; i++) {
        sender.send(LINES);
      }

      assertThat(sender.check().ok()).isFalse();
    }
  }

  @Test
  void doesNothingWithoutInflux() {
    try (PointSender sender = new PointSender(Optional.empty())) {
      sender.send(LINES);
    }
  }

  private static InfluxLines influx(int port) throws IOException {
    return InfluxLines.to(
        InfluxAddress.at("http://127.0.0.1:" + port),
        new InfluxDestination.Database("heat_pf", "pfss_24h", "", null));
  }
}
