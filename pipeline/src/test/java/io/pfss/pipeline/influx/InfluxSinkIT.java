// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.influx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.pfss.models.reading.ErrorCode;
import io.pfss.pipeline.element.DeadLetter;
import io.pfss.pipeline.element.ParsedBatch;
import io.pfss.pipeline.element.ScoredReading;
import io.pfss.pipeline.influx.InfluxDestination.Bucket;
import io.pfss.pipeline.influx.InfluxDestination.Database;
import io.pfss.pipeline.score.Scores;
import io.pfss.pipeline.sink.Sink;
import io.pfss.pipeline.support.Secret;
import io.pfss.trials.stack.CertificateAuthority;
import io.pfss.trials.stack.InfluxBinary;
import io.pfss.trials.stack.InfluxServer;
import io.pfss.trials.stack.SharedServers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import java.util.zip.GZIPInputStream;
import org.awaitility.Awaitility;
import org.influxdb.InfluxDB;
import org.influxdb.InfluxDBFactory;
import org.influxdb.dto.Query;
import org.influxdb.dto.QueryResult;
import org.joda.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SharedServers.class)
class InfluxSinkIT {
  private static final long NOW = System.currentTimeMillis();

  @TempDir static Path data;
  private static Path binary;
  private static InfluxServer server;

  @BeforeAll
  static void useServer(InfluxServer shared) throws Exception {
    binary = InfluxBinary.obtain();
    server = shared;
  }

  @Test
  void repeatedWritesKeepOnePointPerReading() throws Exception {
    List<ScoredReading> scored = scored(1_000);
    InfluxSink write = database("once").withBatchPoints(300);
    assertThat(run(write, scored)).isEmpty();
    assertThat(run(write, scored)).isEmpty();

    List<List<Object>> points = query("once", "SELECT * FROM sensor_measurement");
    assertThat(points).hasSize(1_000);
    assertThat(columns("once"))
        .containsExactly(
            "time",
            "R_pf",
            "kvar_to_90",
            "latency_ms",
            "pf",
            "pred",
            "risk_60m",
            "sensor_id",
            "state",
            "temperature");
    List<Object> first = points.get(0);
    assertThat(first.get(0)).isEqualTo((double) (NOW - 1_000));
    assertThat(first.subList(4, 9)).containsExactly(0.6, "경고", 0.4, "7", 2.0);
  }

  @Test
  void createsMissingDatabaseAndRetention() throws Exception {
    assertThat(run(database("made"), scored(1))).isEmpty();

    assertThat(query("made", "SHOW RETENTION POLICIES ON made"))
        .anySatisfy(policy -> assertThat(policy.subList(0, 2)).containsExactly("day", "24h0m0s"))
        .anySatisfy(
            policy -> {
              assertThat(policy.get(0)).isEqualTo("day");
              assertThat(policy.get(4)).isEqualTo(true);
            });
  }

  @Test
  void usesARetentionPolicyThatIsNotTheDefault() throws Exception {
    try (InfluxDB influx = InfluxDBFactory.connect(server.url().toString())) {
      influx.query(new Query("CREATE DATABASE kept"));
      influx.query(
          new Query("CREATE RETENTION POLICY \"day\" ON \"kept\" DURATION 24h REPLICATION 1"));
    }

    assertThat(run(database("kept"), scored(3))).isEmpty();
    assertThat(query("kept", "SELECT * FROM \"day\".sensor_measurement")).hasSize(3);
  }

  @Test
  void onlyRefusedPointsBecomeDeadLetters() throws Exception {
    List<ScoredReading> scored = new ArrayList<>(scored(500));
    // Older than the retention policy.
    long tooOld = NOW - TimeUnit.HOURS.toMillis(30);
    scored.add(123, Scores.warning(tooOld, 9_001));
    scored.add(321, Scores.warning(tooOld + 1, 9_002));

    List<DeadLetter> refused = run(database("refusing"), scored);

    assertThat(refused).hasSize(2).allMatch(deadLetter -> deadLetter.code() == ErrorCode.SINK);
    assertThat(refused)
        .extracting(deadLetter -> deadLetter.position().offset())
        .containsExactlyInAnyOrder(9_001L, 9_002L);
    assertThat(refused)
        .allMatch(deadLetter -> deadLetter.message().contains("points beyond retention policy"))
        .allMatch(
            deadLetter ->
                new String(deadLetter.value(), StandardCharsets.UTF_8)
                    .startsWith("sensor_measurement,sensor_id=7 "));
    assertThat(query("refusing", "SELECT * FROM sensor_measurement")).hasSize(500);
  }

  @Test
  void expiredPointsCostOneRequest() throws Exception {
    List<ScoredReading> scored = new ArrayList<>();
    long tooOld = NOW - TimeUnit.HOURS.toMillis(30);
    for (int i = 0; i < 2_500; i++) {
      scored.add(Scores.warning(NOW - i, i));
      scored.add(Scores.warning(tooOld - i, 10_000 + i));
    }

    AtomicInteger requests = new AtomicInteger();
    HttpServer proxy = proxy(requests);
    try {
      List<DeadLetter> refused = run(database("expired", urlOf(proxy)), scored);

      assertThat(refused)
          .hasSize(2_500)
          .allMatch(deadLetter -> deadLetter.position().offset() >= 10_000)
          .allMatch(deadLetter -> InfluxLines.isExpiry(deadLetter.message()));
      // Three of them find no database and create it.
      assertThat(requests).hasValueLessThan(7);
    } finally {
      proxy.stop(0);
    }

    assertThat(query("expired", "SELECT * FROM sensor_measurement")).hasSize(2_500);
  }

  @Test
  void refusedBatchCostsFewRequests() throws Exception {
    try (InfluxDB influx = InfluxDBFactory.connect(server.url().toString())) {
      influx.query(new Query("CREATE DATABASE other"));
      influx.query(
          new Query("CREATE RETENTION POLICY \"day\" ON \"other\" DURATION 24h REPLICATION 1"));
      influx.write(
          "other",
          "day",
          InfluxDB.ConsistencyLevel.ONE,
          TimeUnit.MILLISECONDS,
          "sensor_measurement,sensor_id=7 pf=\"text\" " + NOW);
    }

    AtomicInteger requests = new AtomicInteger();
    HttpServer proxy = proxy(requests);
    try {
      List<DeadLetter> refused = run(database("other", urlOf(proxy)), scored(5_000));

      assertThat(refused)
          .hasSizeGreaterThanOrEqualTo(5_000)
          .allMatch(deadLetter -> deadLetter.message().contains("field type conflict"));
      assertThat(requests).hasValueLessThan(200);
    } finally {
      proxy.stop(0);
    }
  }

  @Test
  void createsRetentionOnAServerWithoutADefault() throws Exception {
    try (InfluxServer bare = InfluxServer.startWithoutRetention(binary, data.resolve("bare"))) {
      InfluxSink write = database("bare", bare.url().toString());
      write.check();
      assertThat(run(write, scored(3))).isEmpty();
    }
  }

  @Test
  void failsAtOnceOnAnInvalidDatabaseName() throws Exception {
    String zeroWidth = "a\u200bb";
    assertThatThrownBy(() -> database(zeroWidth).check())
        .isInstanceOf(InfluxRefusedException.class)
        .hasMessageContaining("CREATE DATABASE \"" + zeroWidth + "\": invalid name")
        .hasMessageContaining("--influxDatabase");
    assertThatThrownBy(() -> run(database(zeroWidth), scored(1)))
        .hasMessageContaining("invalid name");
  }

  /** The server answers 404, which a retry would not change. */
  @Test
  void failsAtOnceIfTheServerIsNotInfluxDb() throws Exception {
    HttpServer other =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    other.start();
    try {
      assertThatThrownBy(() -> run(database("any", urlOf(other)), scored(1)))
          .hasMessageContaining("does not accept points: HTTP status 404")
          .hasMessageContaining("Check the path of its URL");
    } finally {
      other.stop(0);
    }
  }

  @Test
  void usesThePathInTheUrl() throws Exception {
    List<String> paths = new CopyOnWriteArrayList<>();
    HttpServer fake =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    fake.createContext(
        "/",
        exchange -> {
          paths.add(exchange.getRequestURI().getPath());
          exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    fake.start();
    try {
      Path token = Files.writeString(data.resolve("token-of-path"), "t0ken");
      Bucket bucket = new Bucket("utility", "heat", Secret.inFile(token.toString()));
      for (String path : List.of("", "/", "/influx", "/a/b/")) {
        run(database("any", urlOf(fake) + path), scored(1));
        run(InfluxSink.to(urlOf(fake) + path).withDestination(bucket), scored(1));
      }
    } finally {
      fake.stop(0);
    }

    assertThat(paths)
        .containsExactly(
            "/write",
            "/api/v2/write",
            "/write",
            "/api/v2/write",
            "/influx/write",
            "/influx/api/v2/write",
            "/a/b/write",
            "/a/b/api/v2/write");
  }

  @Test
  void retriesUntilTheServerIsBack() throws Exception {
    try (InfluxServer away = InfluxServer.start(binary, data.resolve("away"))) {
      URI url = away.url();
      away.kill();
      Thread revival =
          new Thread(
              () -> {
                try {
                  away.restart();
                } catch (IOException | InterruptedException e) {
                  throw new IllegalStateException(e);
                }
              });
      revival.start();
      InfluxSink write = InfluxSink.to(url.toString()).withRetryFor(Duration.standardMinutes(1));
      assertThat(run(write, scored(10))).isEmpty();
      revival.join();
    }
  }

  @Test
  void failsTheBundleIfTheServerStaysDown() throws Exception {
    InfluxSink write =
        InfluxSink.to("http://127.0.0.1:1").withRetryFor(Duration.standardSeconds(1));

    assertThatThrownBy(() -> run(write, scored(1)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("InfluxDB at http://127.0.0.1:1 did not accept points");
  }

  @Test
  void optionalServerDownMakesDeadLetters() throws Exception {
    try (InfluxServer away = InfluxServer.start(binary, data.resolve("optional"))) {
      away.kill();
      InfluxSink write =
          InfluxSink.to(away.url().toString()).optional().withRetryFor(Duration.standardSeconds(1));
      List<ScoredReading> scored = scored(10);
      List<DeadLetter> deadLetters = run(write, scored);
      assertThat(deadLetters)
          .hasSize(10)
          .allMatch(deadLetter -> deadLetter.code() == ErrorCode.SINK)
          .allMatch(deadLetter -> deadLetter.message().contains("did not accept points"));
      assertThat(run(write, scored)).hasSize(10);
      away.restart();
      Awaitility.await().until(() -> run(write, scored).isEmpty());
    }
  }

  @Test
  void refusesAWrongPasswordAtOnce() throws Exception {
    try (InfluxServer guarded =
        InfluxServer.startAuthenticated(binary, data.resolve("guarded"), "pfss", "비밀번호-é")) {
      InfluxSink write = InfluxSink.to(guarded.url().toString());
      assertThat(run(write.withDestination(user("비밀번호-é")), scored(1))).isEmpty();
      assertThatThrownBy(() -> run(write.withDestination(user("wrong")), scored(1)))
          .hasMessageContaining("refuses the user or token")
          .hasMessageNotContaining("wrong");
    }
  }

  @Test
  void writesOnlyToATrustedServer() throws Exception {
    CertificateAuthority authority = CertificateAuthority.make(data.resolve("authority"));
    Path stranger = CertificateAuthority.make(data.resolve("stranger")).certificate();
    try (InfluxServer secured =
        InfluxServer.startSecured(
            binary, data.resolve("secured"), "pfss", "right", authority.valid())) {
      InfluxSink write = InfluxSink.to(secured.url().toString()).withDestination(user("right"));
      assertThat(run(write.withCaFile(authority.certificate().toString()), scored(1))).isEmpty();
      Path marked =
          Files.writeString(
              data.resolve("marked.pem"), "\uFEFF" + Files.readString(authority.certificate()));
      assertThat(run(write.withCaFile(marked.toString()), scored(1))).isEmpty();
      assertThatThrownBy(() -> run(write, scored(1)))
          .hasMessageContaining("issued by an authority that is not trusted")
          .hasMessageContaining("--influxCaFile");
      assertThatThrownBy(() -> run(write.withCaFile(stranger.toString()), scored(1)))
          .hasMessageContaining("issued by an authority that is not trusted");
    }
  }

  @Test
  void refusesTheCertificateOfAnotherHost() throws Exception {
    CertificateAuthority authority = CertificateAuthority.make(data.resolve("authority-elsewhere"));
    try (InfluxServer elsewhere =
        InfluxServer.startSecured(
            binary, data.resolve("elsewhere"), "pfss", "right", authority.ofAnotherHost())) {
      InfluxSink write =
          InfluxSink.to(elsewhere.url().toString())
              .withDestination(user("right"))
              .withCaFile(authority.certificate().toString());
      assertThatThrownBy(() -> run(write, scored(1)))
          .hasMessageContaining("its certificate is for another host");
    }
  }

  @Test
  void checkRefusesWrongUsersButNotOutages() throws Exception {
    InfluxSink.to(server.url().toString()).check();
    InfluxSink.to("http://127.0.0.1:1").check();

    try (InfluxServer guarded =
        InfluxServer.startAuthenticated(binary, data.resolve("checked"), "pfss", "right")) {
      InfluxSink write = InfluxSink.to(guarded.url().toString());
      write.withDestination(user("right")).check();
      assertThatThrownBy(() -> write.withDestination(user("wrong")).check())
          .isInstanceOf(InfluxRefusedException.class)
          .hasMessageStartingWith("InfluxDB at " + guarded.url() + " refuses the user or token");
    }
  }

  /** A fake server, because a real one cannot be made busy on demand. */
  @Test
  void retriesABusyServerWithTokenAndGzip() throws Exception {
    List<String> requests = new CopyOnWriteArrayList<>();
    AtomicInteger answers = new AtomicInteger();
    HttpServer fake =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    fake.createContext(
        "/",
        exchange -> {
          String body =
              new String(
                  new GZIPInputStream(exchange.getRequestBody()).readAllBytes(),
                  StandardCharsets.UTF_8);
          requests.add(
              exchange.getRequestURI()
                  + " "
                  + exchange.getRequestHeaders().getFirst("Authorization")
                  + " "
                  + body.lines().count());
          int status = List.of(429, 503, 204).get(Math.min(2, answers.getAndIncrement()));
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    fake.start();
    try {
      Path token = Files.writeString(data.resolve("token"), "t0ken\n");
      InfluxSink write =
          InfluxSink.to("http://127.0.0.1:" + fake.getAddress().getPort())
              .withDestination(new Bucket("utility", "heat", Secret.inFile(token.toString())));
      assertThat(run(write, scored(1))).isEmpty();
    } finally {
      fake.stop(0);
    }

    assertThat(requests)
        .hasSize(3)
        .containsOnly("/api/v2/write?org=utility&bucket=heat&precision=ms Token t0ken 1");
  }

  @Test
  void namesInvalidSettings() throws Exception {
    assertThatThrownBy(() -> InfluxSink.to("localhost:8086"))
        .hasMessageContaining("http://host:8086: localhost:8086");
    assertThatThrownBy(() -> InfluxSink.to("http://pfss:s3cret@localhost:8086"))
        .hasMessageContaining("a user or a password")
        .hasMessageNotContaining("s3cret");
    InfluxSink write = InfluxSink.to("http://localhost:8086");
    assertThatThrownBy(() -> write.withCaFile("/ca.pem")).hasMessageContaining("requires an https");
    assertThatThrownBy(() -> write.withBatchPoints(0)).hasMessageContaining("at least one point");
    for (String name : List.of("a\"b", "a/b", "..", " ")) {
      assertThatThrownBy(() -> new Database(name, "day", "", null))
          .hasMessageContaining("database: '" + name + "'");
    }
  }

  private static Database user(String password) throws IOException {
    Path file = Files.writeString(data.resolve("password-" + password), password);
    return new Database("heat_pf", "day", "pfss", Secret.inFile(file.toString()));
  }

  /** Starts a proxy that forwards requests to the server and counts them. */
  private static HttpServer proxy(AtomicInteger requests) throws IOException {
    HttpServer proxy =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    HttpClient client = HttpClient.newHttpClient();
    proxy.createContext(
        "/",
        exchange -> {
          requests.incrementAndGet();
          byte[] body = exchange.getRequestBody().readAllBytes();
          HttpRequest.Builder request =
              HttpRequest.newBuilder(URI.create(server.url() + exchange.getRequestURI().toString()))
                  .method(
                      exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
          for (String name : List.of("Content-Encoding", "Content-Type")) {
            String value = exchange.getRequestHeaders().getFirst(name);
            if (value != null) {
              request.header(name, value);
            }
          }

          try {
            HttpResponse<byte[]> answer =
                client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            int length = answer.body().length;
            exchange.sendResponseHeaders(answer.statusCode(), length == 0 ? -1 : length);
            exchange.getResponseBody().write(answer.body());
          } catch (InterruptedException e) {
            throw new IOException(e);
          }

          exchange.close();
        });
    proxy.start();
    return proxy;
  }

  private static String urlOf(HttpServer local) {
    return "http://127.0.0.1:" + local.getAddress().getPort();
  }

  private static InfluxSink database(String name) {
    return database(name, server.url().toString());
  }

  private static InfluxSink database(String name, String url) {
    return InfluxSink.to(url).withDestination(new Database(name, "day", "", null));
  }

  private static List<ScoredReading> scored(int count) {
    return LongStream.range(0, count)
        .mapToObj(offset -> Scores.warning(NOW - count + offset, offset))
        .toList();
  }

  private static List<DeadLetter> run(InfluxSink sink, List<ScoredReading> scored)
      throws IOException, InterruptedException {
    Sink.Writer writer = sink.open();
    writer.start();
    writer.write(ParsedBatch.of(List.of()).withScores(scored, List.of()));
    return writer.flush().rejected();
  }

  private static List<List<Object>> query(String database, String query) {
    return series(database, query).stream().flatMap(each -> each.getValues().stream()).toList();
  }

  private static List<String> columns(String database) {
    return series(database, "SELECT * FROM sensor_measurement").get(0).getColumns();
  }

  private static List<QueryResult.Series> series(String database, String query) {
    try (InfluxDB influx = InfluxDBFactory.connect(server.url().toString())) {
      List<QueryResult.Series> series =
          influx
              .query(new Query(query, database), TimeUnit.MILLISECONDS)
              .getResults()
              .get(0)
              .getSeries();
      return series == null ? List.of() : series;
    }
  }
}
