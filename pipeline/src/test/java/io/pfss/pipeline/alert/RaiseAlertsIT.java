// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pfss.models.facility.MinuteSums;
import io.pfss.models.soh.SohState;
import io.pfss.pipeline.catalog.CatalogSettings;
import io.pfss.pipeline.catalog.Catalogs;
import io.pfss.pipeline.catalog.FacilityRecord;
import io.pfss.pipeline.element.Delivery;
import io.pfss.pipeline.element.FacilityMinute;
import io.pfss.pipeline.element.LatestOutlook;
import io.pfss.pipeline.element.OffsetRange;
import io.pfss.pipeline.element.RecordCoder;
import io.pfss.pipeline.element.StateRun;
import io.pfss.pipeline.element.WindowShard;
import io.pfss.pipeline.kafka.HeatTopics;
import io.pfss.pipeline.kafka.KafkaCluster;
import io.pfss.pipeline.kafka.SensorKey;
import io.pfss.pipeline.kafka.TopicScan;
import io.pfss.pipeline.outlook.LatestOutlooks;
import io.pfss.pipeline.outlook.OutlookTopic;
import io.pfss.pipeline.outlook.RiskModels;
import io.pfss.trials.stack.KafkaBroker;
import io.pfss.trials.stack.SharedServers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.values.PCollection;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The alerts in the topic of a real broker; times in s. */
@ExtendWith(SharedServers.class)
class RaiseAlertsIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long START = 1_700_000_000;
  private static final int SENSORS = 40;

  private static KafkaBroker broker;

  private KafkaCluster cluster;
  private String topic;
  private String outlookTopic = "";
  private @Nullable CatalogSettings catalog;

  @BeforeAll
  static void useBroker(KafkaBroker shared) {
    broker = shared;
  }

  @BeforeEach
  void createTopic() {
    cluster = KafkaCluster.at(broker.bootstrapServers());
    topic = "alerts-" + UUID.randomUUID();
    HeatTopics.createAbsentAlerts(cluster, topic, 2, (short) 1);
  }

  @Test
  void eachChangeAndSilenceRaisesOneAlert() {
    run(
        all(0, SohState.NORMAL),
        all(5, SohState.WARNING),
        all(10, SohState.WARNING),
        all(15, SohState.WARNING),
        idle(50));

    List<JsonNode> alerts = alerts();
    assertThat(alerts).hasSize(3 * SENSORS);
    for (int sensor = 0; sensor < SENSORS; sensor++) {
      int id = sensor;
      assertThat(alerts.stream().filter(alert -> alert.get("sensor_id").asInt() == id))
          .extracting(alert -> alert.get("kind").asText(), alert -> alert.get("state").asText())
          .containsExactly(tuple("APPEARED", "null"), tuple("STATE", "경고"), tuple("SILENT", "경고"));
    }
  }

  @Test
  void alertsHaveNamesAndARetiredFacilityHasNone(@TempDir Path before, @TempDir Path after)
      throws Exception {
    FacilityRecord named = FacilityRecord.of(7, "변압기 7", "1공장");
    catalog = Catalogs.of(before, named);
    run(all(0, SohState.WARNING), all(10, SohState.WARNING));
    assertThat(alerts().stream().filter(alert -> alert.get("sensor_id").asInt() == 7))
        .extracting(alert -> alert.get("name").asText(), alert -> alert.get("site").asText())
        .containsExactly(tuple("변압기 7", "1공장"), tuple("변압기 7", "1공장"));

    catalog = Catalogs.of(after, named.inService(false));
    run(all(20, SohState.NORMAL), all(30, SohState.NORMAL), idle(70));
    assertThat(alerts().stream().filter(alert -> alert.get("sensor_id").asInt() == 7)).hasSize(2);
    List<byte[]> removed = new ArrayList<>();
    TopicScan.read(
        cluster,
        topic,
        record -> {
          if (record.value() == null) {
            removed.add(record.key());
          }
        });
    assertThat(removed).containsExactly(SensorKey.of(7));

    catalog = Catalogs.of(Files.createDirectory(before.resolve("again")), named);
    run(all(80, SohState.NORMAL));
    assertThat(alerts().stream().filter(alert -> alert.get("sensor_id").asInt() == 7))
        .extracting(alert -> alert.get("kind").asText())
        .endsWith("APPEARED");
  }

  @Test
  void newRunRestoresStatusFromTheTopic() {
    run(all(0, SohState.WARNING), all(10, SohState.WARNING), idle(45));
    assertThat(alerts()).hasSize(3 * SENSORS);

    // Ten minutes later, without the runner's state: still in 경고, and no longer silent.
    run(all(600, SohState.WARNING), all(610, SohState.WARNING), all(620, SohState.WARNING));

    assertThat(alerts()).hasSize(4 * SENSORS);
    assertThat(alerts().stream().filter(alert -> alert.get("kind").asText().equals("RETURNED")))
        .hasSize(SENSORS)
        .allMatch(alert -> alert.get("since").asLong() == START + 10);

    run(all(700, SohState.NORMAL), all(710, SohState.NORMAL));
    assertThat(alerts().stream().filter(alert -> alert.get("previous").asText().equals("경고")))
        .hasSize(SENSORS);
  }

  @Test
  void sensorLostDuringDowntimeBecomesSilent() {
    run(all(0, SohState.NORMAL), all(5, SohState.NORMAL));

    // Ten minutes later, PFSS runs again but no sensor sends.
    run(idle(600), idle(620), idle(635));

    assertThat(alerts()).hasSize(2 * SENSORS);
    assertThat(alerts().stream().filter(alert -> alert.get("kind").asText().equals("SILENT")))
        .hasSize(SENSORS)
        .allMatch(alert -> alert.get("timestamp").asLong() == START + 630);
  }

  @Test
  void ignoresForeignRecordsInTheTopic() throws Exception {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            cluster.clientConfig(Map.of()), new ByteArraySerializer(), new ByteArraySerializer())) {
      producer
          .send(
              new ProducerRecord<>(
                  topic, new byte[] {1}, "not ours".getBytes(StandardCharsets.UTF_8)))
          .get();
    }

    run(all(0, SohState.WARNING), all(10, SohState.WARNING));
    assertThat(records()).hasSize(1 + 2 * SENSORS);
  }

  @Test
  void alertTopicIsCompacted() throws Exception {
    try (Admin admin = Admin.create(cluster.clientConfig(Map.of()))) {
      ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
      assertThat(
              admin
                  .describeConfigs(List.of(resource))
                  .all()
                  .get()
                  .get(resource)
                  .get("cleanup.policy")
                  .value())
          .isEqualTo("compact");
    }
  }

  @Test
  void publishesAnOutlookOnceAMinuteAndAnAlertWhenItsRiskRises() throws Exception {
    outlookTopic = createOutlookTopic();
    List<Delivery> batches = new ArrayList<>();
    for (int minute = 0; minute < 60; minute++) {
      batches.add(minutes(minute, minute < 40 ? 0.9 : 0.65));
    }

    run(batches.toArray(Delivery[]::new));

    List<JsonNode> outlooks = outlooks(outlookTopic);
    assertThat(outlooks).hasSize(59 * SENSORS);
    List<JsonNode> ofOne =
        outlooks.stream().filter(each -> each.get("sensor_id").asInt() == 5).toList();
    assertThat(ofOne)
        .extracting(each -> each.get("risk_60m").isNull())
        .containsExactlyElementsOf(IntStream.range(0, 59).mapToObj(minute -> minute < 30).toList());
    JsonNode last = ofOne.get(58);
    assertThat(last.get("risk_60m").asDouble()).isGreaterThan(0.9);
    assertThat(last.get("why").get(0).get("ko").asText()).isEqualTo("최근 5분 역률");
    assertThat(last.get("model").asText()).isEqualTo("1");
    List<JsonNode> risks =
        alerts().stream().filter(alert -> alert.get("kind").asText().equals("RISK")).toList();
    assertThat(risks).hasSize(SENSORS);
    assertThat(risks)
        .allMatch(risk -> risk.get("at_risk").asBoolean())
        .allMatch(risk -> risk.get("risk_60m").asDouble() >= 0.9)
        .allMatch(risk -> risk.get("kvar_to_90").asDouble() > 0);
  }

  @Test
  void aRestartLosesNoMoreOfAStateThanItsLastMinute() throws Exception {
    List<Delivery> batches = new ArrayList<>();
    for (int minute = 0; minute < 60; minute++) {
      batches.add(minutes(minute, 0.8 + 0.1 * Math.sin(minute)));
    }

    String whole = createOutlookTopic();
    outlookTopic = whole;
    run(batches.toArray(Delivery[]::new));
    outlookTopic = createOutlookTopic();
    run(batches.subList(0, 35).toArray(Delivery[]::new));
    run(batches.subList(35, 60).toArray(Delivery[]::new));

    Map<String, Double> expected = risks(outlooks(whole));
    Map<String, Double> restarted = risks(outlooks(outlookTopic));
    // The first run ends before its last minute is over.
    expected.keySet().removeIf(key -> key.endsWith(" " + endOfMinute(34)));
    restarted.keySet().removeIf(key -> key.endsWith(" " + endOfMinute(34)));
    assertThat(restarted).hasSameSizeAs(expected);
    restarted.forEach(
        (key, risk) -> assertThat(risk).as(key).isCloseTo(expected.get(key), within(0.06)));
    assertThat(restarted).as("it lacks a minute").isNotEqualTo(expected);
  }

  @Test
  void scoresFindTheLatestRisk() throws Exception {
    outlookTopic = createOutlookTopic();
    LatestOutlooks latest = LatestOutlooks.of(new OutlookTopic(cluster, outlookTopic));
    latest.refresh();
    assertThat(latest.of(5)).isEqualTo(LatestOutlook.UNKNOWN);
    List<Delivery> batches = new ArrayList<>();
    for (int minute = 0; minute < 33; minute++) {
      batches.add(minutes(minute, 0.8));
    }

    run(batches.toArray(Delivery[]::new));
    latest.refresh();

    assertThat(latest.of(5).risk()).isCloseTo(0.5, within(0.01));
    assertThat(latest.of(5).atMillis()).isEqualTo(endOfMinute(31));
    assertThat(latest.of(5).isStopped()).isFalse();
    assertThat(latest.of(SENSORS + 1)).isEqualTo(LatestOutlook.UNKNOWN);
    run(minutes(33, 0), minutes(34, 0));
    latest.refresh();
    assertThat(latest.of(5).risk()).as("without active power").isNaN();
    assertThat(latest.of(5).isStopped()).isTrue();
    // Of 33 minutes of 80 kW and 60 kvar, a twelfth each, the last one is 100 kvar.
    assertThat(latest.of(5).kvarTo90()).isCloseTo(1.97, within(0.01));
  }

  @Test
  void aFacilityThatIsGoneForAMonthIsRemovedFromTheTopic() throws Exception {
    outlookTopic = createOutlookTopic();
    run(minutes(0, 0.9), minutes(1, 0.9));
    run(firstHalf(31 * 1440));

    List<String> removed = new ArrayList<>();
    TopicScan.read(
        cluster,
        outlookTopic,
        record -> {
          if (record.value() == null) {
            removed.add(new String(record.key(), StandardCharsets.UTF_8));
          }
        });
    assertThat(removed)
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(SENSORS / 2, SENSORS).mapToObj(Integer::toString).toList());
    assertThat(new OutlookTopic(cluster, outlookTopic).restore(sensor -> true).size())
        .as("facilities after another start")
        .isEqualTo(SENSORS / 2);
  }

  private String createOutlookTopic() {
    String name = "outlooks-" + UUID.randomUUID();
    HeatTopics.createAbsentOutlooks(cluster, name, 2, (short) 1);
    return name;
  }

  /** Returns a minute of all sensors. */
  private static Delivery minutes(int minute, double powerFactor) {
    Delivery states = all(60L * minute, SohState.NORMAL);
    List<FacilityMinute> minutes = new ArrayList<>();
    for (int sensor = 0; sensor < SENSORS; sensor++) {
      minutes.add(minute(sensor, minute, powerFactor));
    }

    return new Delivery(states.offsets(), states.windows(), states.states(), minutes);
  }

  /** Returns a minute of the sensors with the lower half of the ids. */
  private static Delivery firstHalf(int minute) {
    List<FacilityMinute> minutes = new ArrayList<>();
    for (int sensor = 0; sensor < SENSORS / 2; sensor++) {
      minutes.add(minute(sensor, minute, 0.9));
    }

    return new Delivery(List.of(read(60L * minute)), List.of(), List.of(), minutes);
  }

  private static FacilityMinute minute(int sensor, int minute, double powerFactor) {
    double reactive = Math.sqrt(1 - powerFactor * powerFactor);
    return new FacilityMinute(
        sensor, new MinuteSums(START / 60 + minute, 12, 1e5 * powerFactor, 1e5 * reactive));
  }

  private static long endOfMinute(int minute) {
    return (START / 60 + minute + 1) * 60_000;
  }

  private List<JsonNode> outlooks(String name) {
    List<JsonNode> outlooks = new ArrayList<>();
    TopicScan.read(cluster, name, record -> outlooks.add(json(record.value())));
    return outlooks;
  }

  /** Returns the risks by sensor and time, in ms since the epoch. */
  private static Map<String, Double> risks(List<JsonNode> outlooks) {
    Map<String, Double> risks = new HashMap<>();
    for (JsonNode each : outlooks) {
      if (!each.get("risk_60m").isNull()) {
        risks.put(
            each.get("sensor_id").asLong()
                + " "
                + Math.round(1000 * each.get("timestamp").asDouble()),
            each.get("risk_60m").asDouble());
      }
    }

    return risks;
  }

  private void run(Delivery... batches) {
    RaiseAlerts raise = RaiseAlerts.to(cluster).withTopic(topic);
    if (catalog != null) {
      raise = raise.withFacilities(catalog);
    }

    if (!outlookTopic.isEmpty()) {
      raise = raise.withOutlooks(outlookTopic, RiskModels.FOLDER.toString(), 0.25);
    }

    Pipeline pipeline = TestPipeline.create().enableAbandonedNodeEnforcement(false);
    TestStream.Builder<Delivery> stream = TestStream.create(RecordCoder.of(Delivery.class));
    for (Delivery batch : batches) {
      stream = stream.addElements(batch);
    }

    PCollection<Delivery> delivery =
        pipeline.apply(stream.advanceWatermarkToInfinity()).apply(raise);
    List<String> expected = Stream.of(batches).flatMap(RaiseAlertsIT::parts).toList();
    PAssert.that(delivery)
        .satisfies(
            outputs -> {
              assertThat(StreamSupport.stream(outputs.spliterator(), false))
                  .flatMap(each -> RaiseAlertsIT.parts(each).toList())
                  .containsExactlyInAnyOrderElementsOf(expected);
              return null;
            });
    pipeline.run().waitUntilFinish();
  }

  /** Returns the offsets and windows that later steps need. */
  private static Stream<String> parts(Delivery delivery) {
    return Stream.concat(delivery.offsets().stream(), delivery.windows().stream())
        .map(Object::toString);
  }

  private static Delivery all(long time, SohState state) {
    long millis = (START + time) * 1000;
    List<StateRun> runs = new ArrayList<>();
    for (int sensor = 0; sensor < SENSORS; sensor++) {
      runs.add(new StateRun(sensor, Optional.of(state), 0.5, millis, millis, millis));
    }

    WindowShard window = new WindowShard(millis, millis + 60_000, 0);
    return new Delivery(List.of(read(time)), List.of(window), runs, List.of());
  }

  /** Returns the delivery of a partition without new records. */
  private static Delivery idle(long time) {
    return Delivery.of(List.of(read(time)), List.of());
  }

  private static OffsetRange read(long time) {
    return new OffsetRange(0, time, time + 1, (START + time) * 1000);
  }

  private List<byte[]> records() {
    List<byte[]> values = new ArrayList<>();
    TopicScan.read(cluster, topic, record -> values.add(record.value()));
    return values;
  }

  private List<JsonNode> alerts() {
    return records().stream().filter(Objects::nonNull).map(RaiseAlertsIT::json).toList();
  }

  private static JsonNode json(byte[] value) {
    try {
      return JSON.readTree(value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
