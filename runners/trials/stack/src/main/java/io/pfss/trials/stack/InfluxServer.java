// SPDX-License-Identifier: Apache-2.0
package io.pfss.trials.stack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** An InfluxDB 1.x server on free ports of the loopback address. */
public final class InfluxServer extends Server {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private final Path binary;
  private final Path data;
  private final boolean authenticated;
  private final boolean createsRetention;
  private final int[] ports = FreePorts.find(2);
  private final HttpClient http = HttpClient.newHttpClient();
  private Optional<Path> certificate = Optional.empty();

  private InfluxServer(Path binary, Path data, boolean authenticated, boolean createsRetention)
      throws IOException {
    this.binary = binary;
    this.data = data;
    this.authenticated = authenticated;
    this.createsRetention = createsRetention;
  }

  /**
   * Starts a server without authentication, and waits until it is up.
   *
   * @param binary the path of influxd
   * @param data the folder of the server's data; existing data is served
   * @throws IOException if it does not start within 60 s; the message ends with its log
   */
  public static InfluxServer start(Path binary, Path data)
      throws IOException, InterruptedException {
    return start(binary, data, false, true);
  }

  private static InfluxServer start(
      Path binary, Path data, boolean authenticated, boolean createsRetention)
      throws IOException, InterruptedException {
    InfluxServer server = new InfluxServer(binary, data, authenticated, createsRetention);
    server.restart();
    return server;
  }

  /** Starts a server whose new databases have no retention policy. */
  public static InfluxServer startWithoutRetention(Path binary, Path data)
      throws IOException, InterruptedException {
    return start(binary, data, false, false);
  }

  /** Starts a server with authentication. Its only user is an administrator. */
  public static InfluxServer startAuthenticated(
      Path binary, Path data, String user, String password)
      throws IOException, InterruptedException {
    InfluxServer server = start(binary, data, true, true);
    String command =
        "CREATE USER \"" + user + "\" WITH PASSWORD '" + password + "' WITH ALL PRIVILEGES";
    URI address =
        server.url().resolve("/query?q=" + URLEncoder.encode(command, StandardCharsets.UTF_8));
    HttpResponse<String> answer =
        server.http.send(
            HttpRequest.newBuilder(address).POST(HttpRequest.BodyPublishers.noBody()).build(),
            HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      server.stop();
      throw new IOException("InfluxDB failed to create user " + user + ": " + answer.body());
    }

    return server;
  }

  /**
   * Starts a server with authentication, one user, and HTTPS.
   *
   * @param certificate the file of its key and certificate, PEM
   */
  public static InfluxServer startSecured(
      Path binary, Path data, String user, String password, Path certificate)
      throws IOException, InterruptedException {
    InfluxServer server = startAuthenticated(binary, data, user, password);
    server.stop();
    server.certificate = Optional.of(certificate);
    server.restart();
    return server;
  }

  /** Returns the server's address. */
  public URI url() {
    return URI.create((certificate.isPresent() ? "https" : "http") + "://127.0.0.1:" + ports[0]);
  }

  @Override
  ChildProcess start() throws IOException {
    Files.createDirectories(data);
    Path config = Files.writeString(data.resolve("influxdb.conf"), config());
    Path log = data.resolve("influxd.log");
    return ChildProcess.start(
        "InfluxDB", List.of(binary.toString(), "-config", config.toString()), log);
  }

  private String config() {
    return String.format(
        Locale.ROOT,
        """
        reporting-disabled = true
        bind-address = "127.0.0.1:%d"
        [meta]
          dir = "%s"
          retention-autocreate = %b
        [data]
          dir = "%s"
          wal-dir = "%s"
          query-log-enabled = false
        [http]
          bind-address = "127.0.0.1:%d"
          log-enabled = false
          auth-enabled = %b
          https-enabled = %b
          https-certificate = "%s"
        [monitor]
          store-enabled = false
        """,
        ports[1],
        data.resolve("meta"),
        createsRetention,
        data.resolve("data"),
        data.resolve("wal"),
        ports[0],
        authenticated,
        certificate.isPresent(),
        certificate.map(Path::toString).orElse(""));
  }

  @Override
  void awaitReady() throws IOException, InterruptedException {
    process().awaitUp(certificate.isPresent() ? this::listens : this::answers, TIMEOUT);
  }

  private boolean answers() throws IOException, InterruptedException {
    HttpRequest ping = HttpRequest.newBuilder(url().resolve("/ping")).build();
    http.send(ping, HttpResponse.BodyHandlers.discarding());
    return true;
  }

  /** Connects without TLS, because the certificate may be invalid on purpose. */
  private boolean listens() throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), ports[0])) {
      return socket.isConnected();
    }
  }
}
