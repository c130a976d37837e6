// SPDX-License-Identifier: Apache-2.0
package io.pfss.driver.influx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.pfss.pipeline.Arguments;
import io.pfss.pipeline.PfssOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InfluxRowsTest {
  private static final Instant FROM = Instant.ofEpochMilli(1_795_000_000_123L);

  private final CountDownLatch never = new CountDownLatch(1);
  private HttpServer server;
  private volatile int status = 200;
  private volatile String answer = "{}";
  private volatile String query;
  private volatile String authorization;

  @TempDir Path folder;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/query", this::answer);
    server.createContext("/slow/query", exchange -> waitForever());
    server.start();
  }

  @AfterEach
  void stop() {
    never.countDown();
    server.stop(0);
  }

  @Test
  void countsPointsSinceATime() throws Exception {
    answer =
        "{\"results\":[{\"statement_id\":0,\"series\":[{\"name\":\"sensor_measurement\","
            + "\"columns\":[\"time\",\"count\"],"
            + "\"values\":[[1795000000123,1234]]}]}]}";

    assertThat(new InfluxRows(access("")).pointsSince(FROM)).isEqualTo(1234);
    assertThat(query)
        .isEqualTo(
            "epoch=ms&db=heat_pf&q=SELECT COUNT(\"latency_ms\") FROM \"sensor_measurement\""
                + " WHERE time >= 1795000000123ms");
    assertThat(authorization).isNull();
  }

  @Test
  void usesTheGivenRetentionPolicy() throws Exception {
    new InfluxRows(accessBy("--influxRetentionPolicy=one day")).pointsSince(FROM);

    assertThat(query).contains("FROM \"heat_pf\".\"one day\".\"sensor_measurement\"");
  }

  @Test
  void authenticatesWithPasswordOrToken() throws Exception {
    String password = "--influxPasswordFile=" + Files.writeString(folder.resolve("p"), "pass");
    new InfluxRows(accessBy("--influxUser=관리자", password)).pointsSince(FROM);
    assertThat(authorization).isEqualTo("Basic 6rSA66as7J6QOnBhc3M=");

    String token = "--influxTokenFile=" + Files.writeString(folder.resolve("t"), "t0ken");
    new InfluxRows(accessBy("--influxOrganization=utility", "--influxBucket=heat", token))
        .pointsSince(FROM);
    assertThat(query).contains("db=heat&");
    assertThat(authorization).isEqualTo("Token t0ken");
  }

  @Test
  void findsNoPointsWithoutSeriesOrDatabase() throws Exception {
    answer = "{\"results\":[{\"statement_id\":0}]}";
    assertThat(new InfluxRows(access("")).pointsSince(FROM)).isZero();

    answer = "{\"results\":[{\"statement_id\":0,\"error\":\"database not found: heat_pf\"}]}";
    assertThat(new InfluxRows(access("")).pointsSince(FROM)).isZero();

    answer = "{\"results\":[{\"statement_id\":0,\"error\":\"retention policy not found: day\"}]}";
    assertThat(new InfluxRows(access("")).pointsSince(FROM)).isZero();
  }

  @Test
  void reportsTheServersError() {
    status = 401;
    answer = "{\"error\":\"authorization failed\"}";
    assertFailsWith("HTTP 401, authorization failed");

    status = 503;
    answer = "<html>";
    assertFailsWith("HTTP 503, not InfluxDB's JSON");

    answer = "";
    assertFailsWith("HTTP 503");
  }

  @Test
  void timesOutIfTheServerDoesNotRespond() {
    InfluxAccess slow = access("/slow").withTimeout(Duration.ofMillis(100));

    assertThatThrownBy(() -> new InfluxRows(slow).pointsSince(FROM))
        .isInstanceOf(IOException.class)
        .hasMessage("no answer within 100 ms");
  }

  @Test
  void reportsAMissingServer() {
    InfluxAccess access = access("");
    server.stop(0);

    assertThatThrownBy(() -> new InfluxRows(access).pointsSince(FROM))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("no connection to http://");
  }

  @Test
  void showsNoSecret() throws IOException {
    String password = "--influxPasswordFile=" + Files.writeString(folder.resolve("p"), "secret");
    assertThat(accessBy("--influxUser=me", password).toString())
        .doesNotContain("secret")
        .endsWith("database heat_pf");
    assertThatThrownBy(() -> InfluxAccess.at(URI.create("http://me:secret@host"), "heat_pf"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("secret");
  }

  @Test
  void refusesAnInvalidAddress() {
    assertThatThrownBy(() -> InfluxAccess.at(URI.create("localhost:8086"), "heat_pf"))
        .hasMessageContaining("localhost:8086");
    assertThatThrownBy(() -> InfluxAccess.at(URI.create("http://localhost"), " "))
        .hasMessageContaining("database");
    assertThatThrownBy(() -> access("").withTimeout(Duration.ZERO)).hasMessageContaining("PT0S");
  }

  private void assertFailsWith(String message) {
    assertThatThrownBy(() -> new InfluxRows(access("")).pointsSince(FROM))
        .isInstanceOf(IOException.class)
        .hasMessage(message);
  }

  private InfluxAccess access(String path) {
    String host = server.getAddress().getAddress().getHostAddress();
    return InfluxAccess.at(
        URI.create("http://" + host + ":" + server.getAddress().getPort() + path), "heat_pf");
  }

  /** Returns access as given by the pipeline's options. */
  private InfluxAccess accessBy(String... options) {
    String[] args = Arrays.copyOf(options, options.length + 1);
    args[options.length] = "--influxUrl=" + access("").url();
    return InfluxAccess.of(Arguments.parse(args, PfssOptions.class)).orElseThrow();
  }

  private void answer(HttpExchange exchange) throws IOException {
    query = exchange.getRequestURI().getQuery().replace('+', ' ');
    authorization = exchange.getRequestHeaders().getFirst("Authorization");
    byte[] body = answer.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private void waitForever() {
    try {
      never.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
