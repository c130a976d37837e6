// SPDX-License-Identifier: Apache-2.0
package io.pfss.runners.direct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.pfss.simulator.SimulatorCommand;
import io.pfss.trials.e2e.MainJobChecks;
import io.pfss.trials.e2e.MainJobProcess;
import io.pfss.trials.stack.CertificateAuthority;
import io.pfss.trials.stack.InfluxBinary;
import io.pfss.trials.stack.InfluxServer;
import io.pfss.trials.stack.KafkaBroker;
import io.pfss.trials.stack.KafkaSecurity;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A Kafka and an InfluxDB with authentication and with valid and invalid certificates. */
@Tag("nightly")
class SecurityIT {
  private static final Path HOME = Path.of(System.getProperty("pfss.home"));
  private static final Duration TIMEOUT = Duration.ofMinutes(2);
  private static final int VALID = 0;
  private static final int EXPIRED = 1;
  private static final int OF_ANOTHER_HOST = 2;

  @TempDir static Path folder;
  private static final List<InfluxServer> INFLUX = new ArrayList<>();
  private static KafkaBroker kafka;
  private static KafkaSecurity security;
  private static Path authority;
  private static Path stranger;

  @BeforeAll
  static void start() throws Exception {
    Path influxd = InfluxBinary.obtain();
    CertificateAuthority issuer = CertificateAuthority.make(folder.resolve("authority"));
    authority = issuer.certificate();
    stranger = CertificateAuthority.make(folder.resolve("stranger")).certificate();
    List<Path> certificates = List.of(issuer.valid(), issuer.expired(), issuer.ofAnotherHost());
    security = new KafkaSecurity("pfss", "right", authority, certificates);
    kafka =
        KafkaBroker.startSecured(
            HOME.resolve("runners/trials/broker"), folder.resolve("kafka"), security);
    for (Path certificate : certificates) {
      Path data = folder.resolve("influxdb-" + INFLUX.size());
      INFLUX.add(InfluxServer.startSecured(influxd, data, "pfss", "right", certificate));
    }
  }

  @AfterAll
  static void stop() {
    INFLUX.forEach(InfluxServer::close);
    if (kafka != null) {
      kafka.close();
    }
  }

  @Test
  void everyReadingReachesEverySink() throws Exception {
    List<String> arguments = options(kafka(VALID, "right"), influx(VALID, "right", authority));
    arguments.addAll(
        List.of("--seconds=5", "--window=5s", "--sensors=20", "--interval=1s", "--view=PLAIN"));
    try (MainJobProcess job =
        MainJobProcess.start(folder, List.of(), DirectMain.class, arguments)) {
      assertThat(job.exitStatus(TIMEOUT)).as(job.output()).isZero();
      assertThat(MainJobChecks.summary(job).get("dead_letters").asLong()).isZero();
    }
  }

  @ParameterizedTest(name = "{2}")
  @MethodSource("refusals")
  @Timeout(60)
  void reportsARefusalInOneLine(List<String> kafka, List<String> influx, String message)
      throws IOException {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    try (PrintStream err = new PrintStream(output, true, StandardCharsets.UTF_8)) {
      int status = DirectMain.run(options(kafka, influx).toArray(String[]::new), System.out, err);

      assertThat(status).isEqualTo(2);
    }

    assertThat(output.toString(StandardCharsets.UTF_8).lines())
        .singleElement()
        .asString()
        .startsWith("pfss: ")
        .contains(message)
        .doesNotContain("Exception");
  }

  static Stream<Arguments> refusals() throws IOException {
    List<String> kafkaFine = kafka(VALID, "right");
    List<String> influxFine = influx(VALID, "right", authority);
    return Stream.of(
        arguments(
            kafka(VALID, "wrong"), influxFine, "refuses the user or the password: Authentication"),
        arguments(kafka(EXPIRED, "right"), influxFine, "its certificate has expired (NotAfter:"),
        arguments(
            kafka(OF_ANOTHER_HOST, "right"),
            influxFine,
            "its certificate is for another host (No subject alternative names matching IP"
                + " address 127.0.0.1 found): use an address that the certificate names"),
        arguments(
            kafka(VALID, "right", stranger), influxFine, "by an authority that is not trusted"),
        arguments(
            kafkaFine,
            influx(VALID, "wrong", authority),
            "refuses the user or token: HTTP status 401: {\"error\":\"authorization failed\"}"),
        arguments(
            kafkaFine,
            influx(EXPIRED, "right", authority),
            "is not to be trusted: its certificate has expired (NotAfter:"),
        arguments(
            kafkaFine,
            influx(OF_ANOTHER_HOST, "right", authority),
            "its certificate is for another host (Hostname 127.0.0.1 not verified)"),
        arguments(
            kafkaFine,
            influx(VALID, "right", stranger),
            "name that authority's certificate in --influxCaFile"),
        arguments(
            kafkaFine,
            List.of("--influxUrl=https://127.0.0.1:1", "--influxUser=pfss"),
            "The environment variable PFSS_INFLUX_PASSWORD is not set"),
        arguments(
            List.of("--bootstrapServers=127.0.0.1:1", "--kafkaConfigFile=/nowhere/kafka"),
            influxFine,
            "The Kafka settings in /nowhere/kafka cannot be read: name a properties file"));
  }

  @ParameterizedTest
  @MethodSource("refusalsOfSensors")
  void sensorsReportARefusalInOneLine(int certificate, String password, String message)
      throws Exception {
    List<String> arguments =
        List.of(
            "--bootstrap-servers=" + kafka.bootstrapServers(certificate),
            "--kafka-config=" + settings(password, authority));
    try (MainJobProcess sensors =
        MainJobProcess.start(folder, List.of(), SimulatorCommand.class, arguments)) {
      assertThat(sensors.exitStatus(Duration.ofSeconds(60))).as(sensors.output()).isEqualTo(2);
      assertThat(sensors.output().lines().filter(line -> line.startsWith("simulator: ")))
          .singleElement()
          .asString()
          .contains(message);
      assertThat(sensors.output()).doesNotContain("\tat ");
    }
  }

  static Stream<Arguments> refusalsOfSensors() {
    return Stream.of(
        arguments(VALID, "wrong", "refuses the user or the password: Authentication failed"),
        arguments(EXPIRED, "right", "its certificate has expired (NotAfter:"),
        arguments(OF_ANOTHER_HOST, "right", "its certificate is for another host"));
  }

  private static List<String> options(List<String> kafka, List<String> influx) {
    List<String> arguments = new ArrayList<>();
    arguments.add("--home=" + HOME);
    arguments.add("--dataFolder=" + folder.resolve("data"));
    arguments.addAll(kafka);
    arguments.addAll(influx);
    return arguments;
  }

  private static List<String> kafka(int certificate, String password) throws IOException {
    return kafka(certificate, password, authority);
  }

  private static List<String> kafka(int certificate, String password, Path trusted)
      throws IOException {
    return List.of(
        "--bootstrapServers=" + kafka.bootstrapServers(certificate),
        "--kafkaConfigFile=" + settings(password, trusted));
  }

  private static Path settings(String password, Path trusted) throws IOException {
    KafkaSecurity client = new KafkaSecurity("pfss", password, trusted, List.of());
    return Files.writeString(
        Files.createTempFile(folder, "kafka-", ".properties"), client.clientSettings());
  }

  private static List<String> influx(int certificate, String password, Path trusted)
      throws IOException {
    return List.of(
        "--influxUrl=" + INFLUX.get(certificate).url(),
        "--influxCaFile=" + trusted,
        "--influxUser=pfss",
        "--influxPasswordFile="
            + Files.writeString(Files.createTempFile(folder, "influx-", ".password"), password));
  }
}
