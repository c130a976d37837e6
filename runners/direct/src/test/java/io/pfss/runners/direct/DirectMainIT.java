// SPDX-License-Identifier: Apache-2.0
package io.pfss.runners.direct;

import static org.assertj.core.api.Assertions.assertThat;

import io.pfss.pipeline.kafka.KafkaCluster;
import io.pfss.pipeline.source.GroupLag;
import io.pfss.trials.e2e.EndToEnd;
import io.pfss.trials.e2e.MainJobChecks;
import io.pfss.trials.e2e.MainJobProcess;
import io.pfss.trials.e2e.ParquetContent;
import io.pfss.trials.stack.KafkaBroker;
import io.pfss.trials.stack.SharedServers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(SharedServers.class)
class DirectMainIT {
  private static final Duration TIMEOUT = Duration.ofMinutes(1);

  @TempDir Path folder;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void sigtermLosesNoReading() throws Exception {
    MainJobChecks.sigtermLosesNothingWhateverTheSensorsSend(folder, DirectMain.class, List.of());
  }

  @Test
  void aKilledJobLeavesNoServerAndNoLock() throws Exception {
    try (MainJobProcess demo = startDemo("killed")) {
      List<ProcessHandle> servers = servers(demo);
      try (MainJobProcess second =
          MainJobProcess.start(
              Files.createDirectories(folder.resolve("second")),
              List.of(),
              DirectMain.class,
              demoArguments("killed"))) {
        assertThat(second.exitStatus(TIMEOUT)).isEqualTo(2);
        assertThat(second.output().lines().filter(line -> line.startsWith("pfss: ")))
            .singleElement()
            .asString()
            .contains("--dataFolder=" + folder.resolve("killed/data") + " is in use");
      }

      demo.kill();
      MainJobProcess.awaitEnd(servers);
    }

    try (MainJobProcess again = startDemo("killed")) {
      assertThat(servers(again)).hasSize(2);
    }
  }

  /**
   * The runner polls for work in a loop: without pauses, that takes a whole processor. The limit is
   * less than that with the servers, after warm-up, and leaves room for a machine at half its
   * speed.
   */
  @Test
  void demoNeedsLessThanAProcessor() throws Exception {
    Duration period = Duration.ofSeconds(5);
    AtomicReference<Duration> before = new AtomicReference<>(Duration.ZERO);
    try (MainJobProcess demo = startDemo("idle")) {
      Awaitility.await()
          .atMost(TIMEOUT)
          .pollDelay(period)
          .pollInterval(period)
          .until(
              () -> {
                Duration now = processorTime(demo);
                Duration used = now.minus(before.getAndSet(now));
                return used.multipliedBy(5).compareTo(period.multipliedBy(4)) < 0;
              });
    }
  }

  private static Duration processorTime(MainJobProcess job) {
    return job.processes().stream()
        .map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))
        .reduce(Duration.ZERO, Duration::plus);
  }

  /** The locale applies to the broker and all libraries too, as on a machine of such a locale. */
  @Test
  void writesAsciiDigitsInAnyLocale() throws Exception {
    List<String> arguments = new ArrayList<>(demoArguments("egypt"));
    arguments.addAll(List.of("--seconds=12", "--interval=0.5s", "--window=5s"));
    try (MainJobProcess demo =
        MainJobProcess.start(
            Files.createDirectories(folder.resolve("egypt")),
            Map.of("JDK_JAVA_OPTIONS", "-Duser.language=ar -Duser.country=EG"),
            List.of(),
            DirectMain.class,
            arguments)) {
      assertThat(demo.exitStatus(TIMEOUT)).as(demo.output()).isZero();
      assertThat(demo.output()).doesNotContainPattern("[\\u0660-\\u0669]");
      assertThat(demo.summary().get("influx_points").asInt()).isPositive();
      assertThat(demo.summary().get("parquet_rows").asInt()).isPositive();
    }

    try (Stream<Path> files = Files.walk(folder.resolve("egypt"))) {
      assertThat(files.map(Path::toString))
          .noneMatch(name -> name.matches(".*[\\u0660-\\u0669].*"));
    }
  }

  @Test
  void secondCtrlCLeavesNoServer() throws Exception {
    try (MainJobProcess demo = startDemo("interrupted")) {
      List<ProcessHandle> servers = servers(demo);
      // Not twice at once: the system delivers two pending signals as one.
      Awaitility.await()
          .atMost(TIMEOUT)
          // It may end between the question and the signal.
          .ignoreExceptionsInstanceOf(IOException.class)
          .until(
              () -> {
                if (demo.hasEnded()) {
                  return true;
                }

                demo.interrupt();
                return false;
              });
      assertThat(demo.exitStatus(TIMEOUT)).isEqualTo(130);
      MainJobProcess.awaitEnd(servers);
    }
  }

  private MainJobProcess startDemo(String name) throws IOException {
    MainJobProcess demo =
        MainJobProcess.start(
            Files.createDirectories(folder.resolve(name)),
            List.of(),
            DirectMain.class,
            demoArguments(name));
    demo.awaitOutput("Web ", TIMEOUT);
    return demo;
  }

  private List<String> demoArguments(String name) {
    return List.of(
        "--home=" + System.getProperty("pfss.home"),
        "--dataFolder=" + folder.resolve(name).resolve("data"));
  }

  /** Returns the broker and influxd. */
  private static List<ProcessHandle> servers(MainJobProcess demo) {
    List<ProcessHandle> servers =
        demo.processes().stream()
            .skip(1)
            .filter(each -> each.info().command().orElse("").matches(".*/(influxd|java)"))
            .toList();
    assertThat(servers).hasSize(2);
    return servers;
  }

  @Test
  void helpListsTheOptions() {
    assertThat(run("--help")).isZero();
    assertThat(text(out)).contains("--bootstrapServers", "--faults", "--window", "--influxUrl");
    assertThat(text(err)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--window=7s              | A window of 7.0 s does not divide an hour",
        "--windows=5s             | --windows=5s: there is no such option. Did you mean 'window'?",
        "--sensors=many           | many",
        "--faults=slow=1          | Unknown fault 'slow'",
        "--replay=/nowhere        | /nowhere cannot be replayed: it does not exist",
        "--model=/nowhere         | model.json is missing",
        "--drainTimeout=soon      | --drainTimeout=soon is not a duration",
      })
  void reportsAMistakeInOneLine(String argument, String message) {
    assertMistake(message, argument);
    assertThat(text(out)).isEmpty();
  }

  @Test
  void statusShowsThatASinkLacksReadings(KafkaBroker kafka) {
    assertThat(
            run(
                argumentsOf(
                    "lacking",
                    "--bootstrapServers=" + kafka.bootstrapServers(),
                    "--influxUrl=http://127.0.0.1:1",
                    "--interval=0.5s",
                    "--seconds=2",
                    "--drainTimeout=1s")))
        .as(text(out))
        .isEqualTo(1);
    assertThat(text(out)).contains("THE SINKS DO NOT AGREE", "\"agree\":false");
  }

  /** {@code pfss dlq replay} writes such transactions. */
  @Test
  void transactionMarkerIsNotAMissingReading(KafkaBroker kafka) throws Exception {
    String[] arguments =
        argumentsOf(
            "transactions",
            "--bootstrapServers=" + kafka.bootstrapServers(),
            "--embeddedInflux=false",
            "--view=PLAIN",
            "--interval=0.5s");
    Map<String, Object> config =
        Map.of("bootstrap.servers", kafka.bootstrapServers(), "transactional.id", "transactions");
    try (MainJobProcess job =
            MainJobProcess.start(folder, List.of(), DirectMain.class, List.of(arguments));
        KafkaProducer<byte[], byte[]> producer =
            new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
      job.awaitOutput("p50", TIMEOUT);
      producer.initTransactions();
      producer.beginTransaction();
      producer
          .send(
              new ProducerRecord<>(
                  "heat-transactions", "no reading".getBytes(StandardCharsets.UTF_8)))
          .get();
      producer.commitTransaction();
      // Kafka writes the marker later; before that, the job cannot read the record.
      job.awaitOutput("Dead letters 1", TIMEOUT);
      job.terminate();

      assertThat(job.exitStatus(TIMEOUT)).as(job.output()).isZero();
      assertThat(job.summary().get("agree").asBoolean()).isTrue();
      assertThat(job.summary().get("dead_letters").asInt()).isEqualTo(1);
    }
  }

  /**
   * Otherwise both would share the readings. The earlier job leaves the later one's files alone.
   */
  @Test
  void jobEndsWhenAnotherStartsWithItsGroup(KafkaBroker kafka) throws Exception {
    Path warehouse = folder.resolve("warehouse");
    try (MainJobProcess first = startJob("first", warehouse, kafka)) {
      first.awaitOutput("Scored ", TIMEOUT);
      Path unfinished =
          Files.writeString(
              Files.createDirectories(warehouse.resolve("_tmp")).resolve("of-the-later-job"), "");
      try (MainJobProcess second = startJob("second", warehouse, kafka)) {
        second.awaitOutput("Scored ", TIMEOUT);
        assertThat(second.hasEnded()).as(second.output()).isFalse();
        assertThat(first.exitStatus(TIMEOUT)).isEqualTo(3);
        assertThat(first.output())
            .containsOnlyOnce("pfss: the pipeline failed: Another job, which started later, reads")
            .contains("topic heat-shared as consumer group shared", "--group");
        assertThat(unfinished).exists();
        second.terminate();
        second.exitStatus(TIMEOUT);
      }
    }

    assertThat(stored(warehouse)).doesNotHaveDuplicates().containsAll(committed(kafka));
  }

  /** Returns partition and offset of each reading that the jobs have committed. */
  private static List<String> committed(KafkaBroker kafka) throws IOException {
    try (GroupLag group =
        GroupLag.of(KafkaCluster.at(kafka.bootstrapServers()), "heat-shared", "shared")) {
      return group.places().entrySet().stream()
          .flatMap(
              partition ->
                  LongStream.range(0, partition.getValue().committed())
                      .mapToObj(offset -> partition.getKey() + "/" + offset))
          .toList();
    }
  }

  /** Returns partition and offset of each row. */
  private static List<String> stored(Path warehouse) throws IOException {
    Configuration hadoop = new Configuration();
    List<String> files =
        ParquetContent.files(warehouse.toString(), hadoop).stream()
            .map(file -> file.getPath().toString())
            .toList();
    return ParquetContent.readAll(files, hadoop).stream()
        .map(row -> row.get("kafka_partition") + "/" + row.get("kafka_offset"))
        .toList();
  }

  private MainJobProcess startJob(String name, Path warehouse, KafkaBroker kafka)
      throws IOException {
    List<String> arguments = new ArrayList<>(EndToEnd.names("shared"));
    arguments.addAll(
        List.of(
            "--home=" + System.getProperty("pfss.home"),
            "--dataFolder=" + folder.resolve(name).resolve("data"),
            "--warehouse=" + warehouse,
            "--bootstrapServers=" + kafka.bootstrapServers(),
            "--embeddedInflux=false",
            "--interval=0.5s",
            "--view=PLAIN"));
    return MainJobProcess.start(
        Files.createDirectories(folder.resolve(name)), List.of(), DirectMain.class, arguments);
  }

  @Test
  void statusShowsThatThePipelineFailed(KafkaBroker kafka) throws IOException {
    Path warehouse = Files.createDirectories(folder.resolve("data/warehouse"));
    Files.writeString(warehouse.resolve("_tmp"), "no folder");

    assertThat(
            run(
                argumentsOf(
                    "failing",
                    "--bootstrapServers=" + kafka.bootstrapServers(),
                    "--embeddedInflux=false",
                    "--interval=0.5s",
                    "--seconds=60")))
        .as(text(out))
        .isEqualTo(1);
    assertThat(text(out)).contains("pfss: the pipeline failed: " + warehouse.resolve("_tmp"));
  }

  /** Takes half a minute, the timeout of Kafka. */
  @Test
  @Tag("nightly")
  void reportsAnUnavailableKafkaInOneLine() {
    assertMistake(
        "Kafka at 127.0.0.1:1", "--bootstrapServers=127.0.0.1:1", "--embeddedInflux=false");
  }

  private void assertMistake(String message, String... arguments) {
    assertThat(run(arguments(arguments))).as(text(err)).isEqualTo(2);
    assertThat(text(err)).startsWith("pfss: ").contains(message).doesNotContain("Exception");
    assertThat(text(err).lines()).hasSize(1);
  }

  /** Returns the arguments of a run with its own topics, group and database. */
  private String[] argumentsOf(String test, String... more) {
    return arguments(
        Stream.concat(EndToEnd.names(test).stream(), Stream.of(more)).toArray(String[]::new));
  }

  private String[] arguments(String... more) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "--home=" + System.getProperty("pfss.home"),
                "--dataFolder=" + folder.resolve("data")));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  private int run(String... arguments) {
    return DirectMain.run(
        arguments,
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  private static String text(ByteArrayOutputStream output) {
    return output.toString(StandardCharsets.UTF_8);
  }
}
