package io.pfss.trials.faults;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import java.net.URI;
import java.time.Duration;

/** Stands before a real influxd, and hands on requests, slowly, or refuses them. */
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

  /** Answers every request with a status from now on. */
  void refuse(int status) {
    answer(aResponse().withStatus(status));
  }

  /** Lets every answer wait from now on. */
  void slowDown(Duration wait) {
    answer(
        aResponse()
            .proxiedFrom(target.toString())
            .withFixedDelay(Math.toIntExact(wait.toMillis())));
  }

  /** Hands on every request at once from now on. */
  void heal() {
    answer(aResponse().proxiedFrom(target.toString()));
  }

  @Override
  public void close() {
    server.stop();
  }

  private void answer(ResponseDefinitionBuilder response) {
    // Of several that match, the last holds.
    server.stubFor(any(anyUrl()).willReturn(response));
  }
}
