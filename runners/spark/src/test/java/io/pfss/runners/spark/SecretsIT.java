// SPDX-License-Identifier: Apache-2.0
package io.pfss.runners.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.pfss.trials.e2e.DriverPages;
import io.pfss.trials.e2e.MainJobChecks;
import io.pfss.trials.e2e.MainJobProcess;
import io.pfss.trials.stack.CertificateAuthority;
import io.pfss.trials.stack.InfluxBinary;
import io.pfss.trials.stack.InfluxServer;
import io.pfss.trials.stack.KafkaBroker;
import io.pfss.trials.stack.KafkaSecurity;
import io.pfss.trials.stack.MariaDbServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Looks for a running job's secrets in every place that other users can read. */
class SecretsIT {
  private static final Path HOME = Path.of(System.getProperty("pfss.home"));
  private static final Duration TIMEOUT = Duration.ofMinutes(3);
  private static final Pattern UI_PORT = Pattern.compile("service 'SparkUI' on port (\\d+)");
  private static final Pattern APPLICATION = Pattern.compile("\"id\" : \"([^\"]+)\"");

  /** Logs everything of Spark at info and of PFSS at debug. */
  private static final String LOGGING =
      """
      status=error
      appender.console.type=Console
      appender.console.name=console
      appender.console.layout.type=PatternLayout
      appender.console.layout.pattern=%d %-5level [%t] %c: %m%n
      logger.pfss.name=io.pfss
      logger.pfss.level=debug
      rootLogger.level=info
      rootLogger.appenderRef.console.ref=console
      """;

  @TempDir Path folder;

  private final String kafkaPassword = UUID.randomUUID().toString();
  private final String influxPassword = UUID.randomUUID().toString();

  @Test
  void showsNoSecret() throws Exception {
    CertificateAuthority authority = CertificateAuthority.make(folder.resolve("authority"));
    Path certificate = authority.valid();
    KafkaSecurity security =
        new KafkaSecurity("pfss", kafkaPassword, authority.certificate(), List.of(certificate));
    Path influxd = InfluxBinary.obtain();
    try (KafkaBroker kafka =
            KafkaBroker.startSecured(
                HOME.resolve("runners/trials/broker"), folder.resolve("kafka"), security);
        InfluxServer influx =
            InfluxServer.startSecured(
                influxd, folder.resolve("influxdb"), "pfss", influxPassword, certificate);
        MariaDbServer catalog = MariaDbServer.start(folder.resolve("catalog"));
        MainJobProcess job =
            start(
                List.of(
                    "--bootstrapServers=" + kafka.bootstrapServers(),
                    "--kafkaConfigFile=" + file("kafka.properties", security.clientSettings()),
                    "--influxUrl=" + influx.url(),
                    "--influxCaFile=" + authority.certificate(),
                    "--influxUser=pfss",
                    "--catalogUrl=" + catalog.jdbcUrl("pfss"),
                    "--catalogUser=" + catalog.user(),
                    "--catalogPasswordFile=" + file("catalog.password", catalog.password())))) {
      List<String> secrets = List.of(kafkaPassword, influxPassword, catalog.password());
      job.awaitOutput("p50", TIMEOUT);

      assertHidden(secrets, pages(job.output()), "spark.ui.enabled");
      DriverPages driver = DriverPages.of(job, TIMEOUT);
      assertHidden(secrets, driver.text("/metrics"), "pfss_batch_seconds_count");
      assertHidden(secrets, driver.text("/health/ready"), "positions");
      assertHidden(secrets, commandLines(), "--influxUser=pfss");

      job.terminate();
      assertThat(job.exitStatus(TIMEOUT)).as(job.output()).isZero();
      assertThat(MainJobChecks.summary(job).get("dead_letters").asLong()).isZero();
      assertHidden(secrets, job.output(), "sasl.jaas.config = [hidden]");
      assertHidden(secrets, written(), "sensor_id");
    }
  }

  /** Also requires an expected text, which proves that this is the right place to look. */
  private static void assertHidden(List<String> secrets, String text, String shown) {
    assertThat(text.contains(shown)).as(shown).isTrue();
    assertThat(secrets).noneMatch(text::contains);
  }

  private MainJobProcess start(List<String> connections) throws IOException {
    List<String> jvm = new ArrayList<>(List.of(System.getProperty("pfss.spark.opens").split(" ")));

    jvm.add("-Dlog4j2.configurationFile=" + file("log4j2.properties", LOGGING));
    jvm.add("-Dspark.ui.enabled=true");
    jvm.add("-Dspark.ui.port=0");
    List<String> arguments = new ArrayList<>(connections);
    arguments.addAll(
        List.of(
            "--home=" + HOME,
            "--dataFolder=" + folder.resolve("data"),
            "--log=none",
            "--view=PLAIN",
            "--window=5s",
            "--sensors=50",
            "--interval=1s"));
    return MainJobProcess.start(
        folder,
        Map.of("PFSS_INFLUX_PASSWORD", influxPassword, "SPARK_LOCAL_IP", "127.0.0.1"),
        jvm,
        SparkMain.class,
        arguments);
  }

  private Path file(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content);
  }

  /** Returns Spark's web pages and REST responses. */
  private static String pages(String log) throws IOException, InterruptedException {
    URI ui = URI.create("http://127.0.0.1:" + find(UI_PORT, log));
    String applications = get(ui.resolve("/api/v1/applications"));
    String application = "/api/v1/applications/" + find(APPLICATION, applications);
    StringBuilder pages = new StringBuilder(applications);
    for (String page :
        List.of(
            "/environment/",
            "/executors/",
            "/jobs/",
            "/stages/",
            "/streaming/",
            application + "/environment",
            application + "/jobs",
            application + "/stages",
            application + "/allexecutors")) {
      pages.append(get(ui.resolve(page)));
    }

    return pages.toString();
  }

  private static String get(URI page) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(HttpRequest.newBuilder(page).build(), HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(page.toString()).isEqualTo(200);
    return answer.body();
  }

  private static String find(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    assertThat(matcher.find()).as("%s in %s", pattern, text).isTrue();
    return matcher.group(1);
  }

  /** Returns the command lines of all processes, as {@code ps} shows them. */
  private static String commandLines() throws IOException {
    StringBuilder lines = new StringBuilder();
    try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
      for (Path process : processes.filter(SecretsIT::isProcess).toList()) {
        try {
          lines.append(Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
          // The process has ended in the meantime.
          assertThat(process.resolve("cmdline")).doesNotExist();
        }
      }
    }

    return lines.toString();
  }

  private static boolean isProcess(Path path) {
    return path.getFileName().toString().chars().allMatch(Character::isDigit);
  }

  /** Returns the contents of all files of the job: checkpoints, tables, segments. */
  private String written() throws IOException {
    StringBuilder content = new StringBuilder();
    try (Stream<Path> files = Files.walk(folder.resolve("data"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        content.append(Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    }

    return content.toString();
  }
}
