// SPDX-License-Identifier: Apache-2.0
package io.pfss.driver.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WebServerTest {
  private static final int LONG = 5_000;

  private final WebServer server =
      WebServer.start(
          "127.0.0.1",
          0,
          Map.of(
              "/", request -> WebResponse.text("text/html", "<p>상태"),
              "/long", request -> WebResponse.text("text/plain", "a".repeat(LONG)),
              "/wrong",
                  request -> {
                    throw new IllegalArgumentException("sensor=x is not a number");
                  },
              "/away",
                  request -> {
                    throw new IOException("no response");
                  },
              "/broken",
                  request -> {
                    throw new IllegalStateException("an internal secret");
                  }));

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void servesPagesOnLoopback() throws Exception {
    assertThat(server.url().getHost()).isEqualTo("127.0.0.1");
    HttpResponse<String> response = ask("GET", "/any");
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEqualTo("<p>상태");
    assertThat(response.headers().firstValue("Content-Type")).hasValue("text/html; charset=utf-8");
    assertThat(response.headers().firstValue("Content-Security-Policy"))
        .hasValueSatisfying(policy -> assertThat(policy).startsWith("default-src 'self'"));
    assertThat(ask("HEAD", "/").body()).isEmpty();
  }

  @Test
  void compressesLongResponses() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(server.url().resolve("/long"))
            .header("Accept-Encoding", "gzip, deflate")
            .build();
    HttpResponse<InputStream> response =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofInputStream());

    assertThat(response.headers().firstValue("Content-Encoding")).hasValue("gzip");
    try (InputStream text = new GZIPInputStream(response.body())) {
      assertThat(text.readAllBytes()).hasSize(LONG);
    }

    assertThat(ask("GET", "/long").body()).hasSize(LONG);
  }

  @Test
  void reportsErrorsWithTheirStatus() throws Exception {
    assertThat(ask("POST", "/").statusCode()).isEqualTo(405);
    assertThat(ask("GET", "/wrong").statusCode()).isEqualTo(400);
    assertThat(ask("GET", "/wrong").body()).isEqualTo("sensor=x is not a number\n");
    assertThat(ask("GET", "/away").statusCode()).isEqualTo(503);
    HttpResponse<String> broken = ask("GET", "/broken");
    assertThat(broken.statusCode()).isEqualTo(500);
    assertThat(broken.body()).doesNotContain("secret");
  }

  @Test
  void acceptsOnlyNamesOfThisMachine() throws Exception {
    int port = server.url().getPort();
    assertThat(statusForHost("127.0.0.1:" + port)).isEqualTo("200");
    assertThat(statusForHost("LOCALHOST:" + port)).isEqualTo("200");
    assertThat(statusForHost("localhost")).isEqualTo("200");
    assertThat(statusForHost("[::1]:80")).isEqualTo("200");
    assertThat(statusForHost("[0:0:0:0:0:0:0:1]:80")).isEqualTo("200");
    assertThat(statusForHost("rebound.example:" + port)).isEqualTo("421");
    assertThat(statusForHost("127.0.0.1.example")).isEqualTo("421");
    assertThat(statusForHost("localhost:x")).isEqualTo("421");
    assertThat(statusForHost("")).isEqualTo("421");
  }

  @Test
  void acceptsAnyNameIfNotOnLoopback() throws Exception {
    KnownHosts hosts = KnownHosts.of("0.0.0.0", InetAddress.getByName("0.0.0.0"));
    assertThat(hosts.isKnown("pfss.example:8080")).isTrue();
  }

  @Test
  void refusesAPortInUse() {
    int port = server.url().getPort();
    assertThatThrownBy(() -> WebServer.start("127.0.0.1", port, Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("--webPort=" + port + " is not available");
    assertThatThrownBy(() -> WebServer.start("no.such.host.invalid", 0, Map.of()))
        .hasMessageStartingWith("--webHost=no.such.host.invalid is an unknown host");
  }

  /** Uses a socket, as Java's HTTP client does not let callers set the header Host. */
  private String statusForHost(String host) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.url().getPort())) {
      String request = "GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return answer.split(" ")[1];
    }
  }

  private HttpResponse<String> ask(String method, String path) throws Exception {
    URI uri = server.url().resolve(path);
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(uri).method(method, HttpRequest.BodyPublishers.noBody()).build(),
            HttpResponse.BodyHandlers.ofString());
  }
}
