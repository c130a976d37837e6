// SPDX-License-Identifier: Apache-2.0
package io.pfss.trials.faults;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import java.net.URI;
import java.time.Duration;

/** An HTTP proxy of an influxd that forwards requests, delays responses, or fails requests. */
final class InfluxProxy implements AutoCloseable {
  private final WireMockServer server =
      new WireMockServer(options().bindAddress("127.0.0.1").dynamicPort().disableRequestJournal());
  private final URI target;

  InfluxProxy(URI target) {
    this.target = target;
    server.start();
    heal();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.port());
  }

  /** Responds to every request with an HTTP status from now on. */
  void failWith(int status) {
    respond(aResponse().withStatus(status));
  }

  /** Delays every response from now on. */
  void slowDown(Duration delay) {
    respond(
        aResponse()
            .proxiedFrom(target.toString())
            .withFixedDelay(Math.toIntExact(delay.toMillis())));
  }

  /** Forwards every request without delay from now on. */
  void heal() {
    respond(aResponse().proxiedFrom(target.toString()));
  }

  @Override
  public void close() {
    server.stop();
  }

  private void respond(ResponseDefinitionBuilder response) {
    // The last matching stub wins.
    server.stubFor(any(anyUrl()).willReturn(response));
  }
}
