// SPDX-License-Identifier: Apache-2.0
package io.pfss.trials.stack;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A Prometheus Alertmanager on a free port of the loopback address, without a cluster. */
public final class AlertmanagerServer extends Server {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private final AlertmanagerPrograms programs;
  private final Path config;
  private final Path data;
  private final int port = FreePorts.find(1)[0];
  private final HttpClient http = HttpClient.newHttpClient();

  private AlertmanagerServer(AlertmanagerPrograms programs, Path config, Path data)
      throws IOException {
    this.programs = programs;
    this.config = config;
    this.data = data;
  }

  /**
   * Starts a server, and waits until it is up. It stores its silences, and which notifications it
   * has sent, every second; by default it does so every 15 minutes.
   *
   * @param config its configuration file
   * @param data the folder of its data; existing data are used
   * @throws IOException if it does not start within 60 s; the message ends with its log
   */
  public static AlertmanagerServer start(AlertmanagerPrograms programs, Path config, Path data)
      throws IOException, InterruptedException {
    AlertmanagerServer server = new AlertmanagerServer(programs, config, data);
    server.restart();
    return server;
  }

  /** Returns the server's address. */
  public URI url() {
    return URI.create("http://127.0.0.1:" + port);
  }

  @Override
  ChildProcess start() throws IOException {
    Files.createDirectories(data);
    return ChildProcess.start(
        "Alertmanager",
        programs.server(
            List.of(
                "--config.file=" + config,
                "--storage.path=" + data,
                "--data.maintenance-interval=1s",
                "--web.listen-address=127.0.0.1:" + port,
                "--cluster.listen-address=")),
        data.resolve("alertmanager.log"));
  }

  @Override
  void awaitReady() throws IOException, InterruptedException {
    process().awaitUp(this::isReady, TIMEOUT);
  }

  private boolean isReady() throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(url().resolve("/-/ready")).build();
    return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
  }
}
