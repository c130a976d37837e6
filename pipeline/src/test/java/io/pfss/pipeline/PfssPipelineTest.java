// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.runners.TransformHierarchy;
import org.apache.beam.sdk.transforms.ParDo;
import org.joda.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PfssPipelineTest {
  private static final String[] NEEDED = {
    "--bootstrapServers=localhost:9092",
    "--warehouse=/tmp/warehouse",
    "--model=" + Path.of(System.getProperty("pfss.home"), "models", "heat-forest", "1")
  };

  @Test
  void createsNamedSteps() {
    assertThat(steps("--influxUrl=http://localhost:8086"))
        .containsExactly(
            "Read heat",
            "Parse readings",
            "Score readings",
            "Deliver",
            "Commit offsets",
            "Raise alerts",
            "Merge windows");
  }

  @Test
  void raisesNoAlertsWithoutAlertTopic() {
    assertThat(doesNothing("Raise alerts", "--alertTopic=heat_alerts")).isFalse();
    assertThat(doesNothing("Raise alerts", "--alertTopic=none")).isTrue();
  }

  private static boolean doesNothing(String step, String topic) {
    TransformHierarchy.Node node =
        nodes(topic).stream().filter(any -> any.getFullName().equals(step)).findFirst().get();
    return List.copyOf(node.getInputs().values()).equals(List.copyOf(node.getOutputs().values()));
  }

  /** So the step that commits offsets receives only readings that every sink has stored. */
  @Test
  void eachStepReadsOutputOfPreviousStep() {
    List<TransformHierarchy.Node> steps = nodes("--influxUrl=http://localhost:8086");
    for (int i = 1; i < steps.size(); i++) {
      assertThat(steps.get(i).getInputs().values())
          .as(steps.get(i).getFullName())
          .containsExactlyElementsOf(steps.get(i - 1).getOutputs().values());
    }
  }

  @Test
  void errorNamesMissingOrInvalidOption() {
    assertThatThrownBy(() -> PfssPipeline.create(PipelineOptionsFactory.as(PfssOptions.class), 1))
        .hasMessage("--bootstrapServers is missing");
    assertThatThrownBy(() -> steps("--window=soon"))
        .hasMessage("--window=soon is not a duration: write it as 5s, 0.5s or 1m30s");
    assertThatThrownBy(() -> steps("--window=7s"))
        .hasMessageStartingWith("--window=7s: A window of 7.0 s");
    assertThatThrownBy(() -> steps("--influxUrl=http://localhost:8086", "--influxBucket=heat"))
        .hasMessage("--influxOrganization is missing");
    assertThatThrownBy(() -> steps("--influxUrl=http://localhost:8086", "--influxOrganization=o"))
        .hasMessage("--influxBucket is missing");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--maxInFlightRecords=many     | --maxInFlightRecords=many: not a whole number",
        "--maxInFlightRecords          | --maxInFlightRecords: ",
        "--maxInFlightRecords=0        | --maxInFlightRecords=0 is less than 1",
        "--warehouseShards=-1     | --warehouseShards=-1 is less than 1",
        "--topicPartitions=0      | --topicPartitions=0 is less than 1",
        "--topicReplication=65537 | --topicReplication=65537 is too large: Kafka allows 32767",
        "--startFrom=earliest     | --startFrom=earliest: choose one of EARLIEST, LATEST",
        "--noSuchOption=1       | --noSuchOption=1: there is no such option",
        "--group=                 | --group is missing",
        "--watermarkDelay=-5s          | --watermarkDelay=-5s is not between 0s and 100 years",
        "--sweepAfter=9999999h    | --sweepAfter=9999999h is not between 0s and 100 years",
        "--sweepAfter=2562047788015215h | --sweepAfter=2562047788015215h is not a duration",
        "--heatTopic=heat/1       | --heatTopic=heat/1 is not a topic name",
        "--scoreTopic=heat        | --scoreTopic=heat is also the topic of --heatTopic: choose",
        "--deadLetterTopic=heat   | --deadLetterTopic=heat is also the topic of --heatTopic",
        "--alertTopic=heat_pf     | --alertTopic=heat_pf is also the topic of --scoreTopic: choose another",
        "--fieldNames=nowhere     | --fieldNames=nowhere: the file does not exist",
        "--fieldNames=pom.xml     | --fieldNames=pom.xml: '",
        "--alertHold=ten          | --alertHold=ten is not a duration: write it as 5s, 0.5s or 1m30s",
        "--alertSilence=0s        | --alertSilence=0s must be positive",
        "--riskTopic=heat         | --riskTopic=heat is also the topic of --heatTopic: choose",
        "--riskAlarms=0           | --riskAlarms=0.0 must be more than 0: it is the number of false",
        "--riskAlarms=NaN         | --riskAlarms=NaN must be more than 0",
        "--riskModel=nowhere      | --riskModel=nowhere: The model in",
        "--catalogUrl=sqlite.db   | --catalogUrl=sqlite.db: The catalog's address sqlite.db must begin with jdbc:sqlite:",
        "--influxUrl=http://      | --influxUrl=http://: Not the address of an InfluxDB",
        "--influxUrl=http://h/#a  | --influxUrl=http://h/#a: Not the address of an InfluxDB",
      })
  void errorIsOneLineThatBeginsWithOption(String argument, String message) {
    assertThatThrownBy(() -> steps(argument))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(message.strip())
        .message()
        .doesNotContain("\n");
  }

  @Test
  void errorNamesOptionOfInvalidInfluxDatabase() {
    assertThatThrownBy(() -> steps("--influxUrl=http://h", "--influxDatabase=a\"b"))
        .hasMessage("--influxDatabase=a\"b: Not the name of a database: 'a\"b'");
  }

  @Test
  void errorNamesARiskModelWithoutOutlooks() {
    for (String topic : List.of("--riskTopic=none", "--alertTopic=none")) {
      assertThatThrownBy(() -> steps("--riskModel=x", topic))
          .hasMessageStartingWith("--riskModel=x has no effect without outlooks: remove it, or");
    }
  }

  @Test
  void errorSaysThatAModelOfStatesIsNoRiskModel() {
    assertThatThrownBy(() -> steps("--riskModel=../models/heat-forest/3"))
        .hasMessageContaining("heat-forest/3/ cannot be used: it is not a risk model");
  }

  @Test
  void errorNamesDuplicateOption() {
    assertThatThrownBy(() -> steps("--maxInFlightRecords=1", "--maxInFlightRecords=2"))
        .hasMessageStartingWith("--maxInFlightRecords=1 --maxInFlightRecords=2: ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "soon | --snapshotsKept=soon is not a duration: write it as 5s, 0.5s or 1m30s",
        "9m   | --snapshotsKept=9m: snapshots younger than 10m may be in use by a stream or a query",
      })
  void checksAgeOfExpiredSnapshots(String kept, String message) {
    String catalog = "--catalogUrl=jdbc:sqlite:absent.db";
    assertThatThrownBy(() -> PipelineSettings.upkeep(options(catalog, "--snapshotsKept=" + kept)))
        .hasMessage(message);
    assertThat(PipelineSettings.upkeep(options(catalog, "--snapshotsKept=none"))).isPresent();
    assertThat(PipelineSettings.upkeep(options("--snapshotsKept=6h"))).isEmpty();
  }

  @Test
  void acceptsFormerAndHyphenatedOptionNames() {
    PfssOptions options = options("--claimReadings=7", "--allowance=3s", "--heat-topic=a-bC");
    assertThat(options.getHeatTopic()).isEqualTo("a-bC");
    assertThat(options.getMaxInFlightRecords()).isEqualTo(7);
    assertThat(options.getWatermarkDelay()).isEqualTo("3s");
  }

  @Test
  void parsesDurations() {
    assertThat(PipelineSettings.duration("x", "5s")).isEqualTo(Duration.standardSeconds(5));
    assertThat(PipelineSettings.duration("x", "0.5s")).isEqualTo(Duration.millis(500));
    assertThat(PipelineSettings.duration("x", "1m30s")).isEqualTo(Duration.standardSeconds(90));
    assertThat(PipelineSettings.duration("x", "1h")).isEqualTo(Duration.standardHours(1));
  }

  @Test
  void stepsAndOptionsDumpContainNoSecret(@TempDir Path folder) throws IOException {
    Path kafka = Files.writeString(folder.resolve("kafka"), "sasl.jaas.config=… k4fka");
    Path influx = Files.writeString(folder.resolve("influx"), "1nflux");
    Path catalog = Files.writeString(folder.resolve("catalog"), "c4talog");
    PfssOptions options =
        options(
            "--kafkaConfigFile=" + kafka,
            "--influxUrl=http://localhost:8086",
            "--influxUser=pfss",
            "--influxPasswordFile=" + influx,
            "--catalogUrl=jdbc:mariadb://localhost/pfss",
            "--catalogUser=pfss",
            "--catalogPasswordFile=" + catalog);

    assertThat(serialized(PfssPipeline.create(options, 1)))
        .contains(kafka.toString(), influx.toString(), catalog.toString())
        .doesNotContain("k4fka", "1nflux", "c4talog");
    assertThat(options.toString())
        .contains(kafka.toString(), influx.toString(), catalog.toString())
        .doesNotContain("k4fka", "1nflux", "c4talog");
  }

  /** Returns the serialized DoFns of all steps, without the compression of Beam's own form. */
  private static String serialized(Pipeline pipeline) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    pipeline.traverseTopologically(
        new Pipeline.PipelineVisitor.Defaults() {
          @Override
          public void visitPrimitiveTransform(TransformHierarchy.Node node) {
            if (node.getTransform() instanceof ParDo.MultiOutput<?, ?> step) {
              try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
                out.writeObject(step.getFn());
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            }
          }
        });
    return bytes.toString(StandardCharsets.ISO_8859_1);
  }

  private static PfssOptions options(String... more) {
    List<String> args = new ArrayList<>(List.of(more));
    Stream.of(NEEDED)
        .filter(needed -> args.stream().noneMatch(arg -> isOfOneOption(arg, needed)))
        .forEach(args::add);
    return Arguments.parse(args.toArray(String[]::new), PfssOptions.class);
  }

  private static List<String> steps(String... more) {
    return nodes(more).stream().map(TransformHierarchy.Node::getFullName).toList();
  }

  private static List<TransformHierarchy.Node> nodes(String... more) {
    Pipeline pipeline = PfssPipeline.create(options(more), 1);
    List<TransformHierarchy.Node> nodes = new ArrayList<>();
    pipeline.traverseTopologically(
        new Pipeline.PipelineVisitor.Defaults() {
          @Override
          public CompositeBehavior enterCompositeTransform(TransformHierarchy.Node node) {
            if (node.isRootNode()) {
              return CompositeBehavior.ENTER_TRANSFORM;
            }

            nodes.add(node);
            return CompositeBehavior.DO_NOT_ENTER_TRANSFORM;
          }

          @Override
          public void visitPrimitiveTransform(TransformHierarchy.Node node) {
            nodes.add(node);
          }
        });
    return nodes;
  }

  private static boolean isOfOneOption(String argument, String other) {
    return argument.split("=", 2)[0].equals(other.split("=", 2)[0]);
  }
}
