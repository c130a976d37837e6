// SPDX-License-Identifier: Apache-2.0
package io.pfss.trials.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pfss.models.reading.ErrorCode;
import io.pfss.models.reading.HeatReading;
import io.pfss.models.reading.Measure;
import io.pfss.pipeline.element.SourceOffset;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.avro.LogicalTypes;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Compares the sent records with the contents of each sink, value by value. */
final class SinkAudit {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> STATES = List.of("정상", "주의", "경고");
  private static final List<String> SCORE_FIELDS =
      List.of(
          "sensor_id",
          "온도",
          "pf",
          "R_pf",
          "S_pf",
          "T_pf",
          "pred",
          "proba",
          "timestamp",
          "model",
          "risk_60m",
          "kvar_to_90",
          "risk_at");

  private final Map<SourceOffset, HeatReading> valid = new HashMap<>();
  private final Map<SourceOffset, byte[]> malformed = new HashMap<>();

  SinkAudit(List<SentRecord> sent) {
    for (SentRecord record : sent) {
      record
          .reading()
          .ifPresentOrElse(
              reading -> valid.put(record.position(), reading),
              () -> malformed.put(record.position(), record.value()));
    }
  }

  /**
   * Checks that each valid reading has exactly one row, with every measure, and that no other rows
   * exist.
   */
  void warehouse(List<GenericRecord> rows) {
    Map<SourceOffset, GenericRecord> byOrigin = new HashMap<>();
    Set<String> sensorTimes = new HashSet<>();
    for (GenericRecord row : rows) {
      SourceOffset origin = TablePositions.position(row);
      assertThat(byOrigin.put(origin, row)).as("duplicate of %s", origin).isNull();
      assertThat(sensorTimes.add(row.get("sensor_id") + "@" + row.get("event_time"))).isTrue();
    }

    assertThat(byOrigin.keySet()).isEqualTo(valid.keySet());
    byOrigin.forEach((origin, row) -> assertRow(Objects.requireNonNull(valid.get(origin)), row));
  }

  /** Checks that each valid reading has at least one score, with the documented fields. */
  void scores(String sourceTopic, List<ConsumerRecord<byte[], byte[]>> records) throws IOException {
    Set<SourceOffset> seen = new HashSet<>();
    for (ConsumerRecord<byte[], byte[]> record : records) {
      assertThat(TopicContent.header(record, "source_topic")).isEqualTo(sourceTopic);
      SourceOffset origin = TopicContent.origin(record);
      assertThat(valid).containsKey(origin);
      assertScore(Objects.requireNonNull(valid.get(origin)), record);
      seen.add(origin);
    }

    assertThat(seen).isEqualTo(valid.keySet());
  }

  /** Checks that each (sensor, time) has one point with the values of the reading. */
  void points(List<Map<String, JsonNode>> points) {
    Map<String, HeatReading> expected =
        valid.values().stream()
            .collect(Collectors.toMap(SinkAudit::sensorTime, reading -> reading));
    assertThat(points).hasSameSizeAs(expected.values());
    for (Map<String, JsonNode> point : points) {
      String key = field(point, "sensor_id").asText() + "@" + field(point, "time").asLong();
      HeatReading reading = expected.remove(key);
      assertThat(reading).as("point %s", key).isNotNull();
      assertThat(field(point, "temperature").asDouble())
          .isEqualTo(reading.value(Measure.TEMPERATURE));
      assertThat(field(point, "pf").asDouble()).isCloseTo(powerFactor(reading), within(1e-12));
      assertThat(field(point, "state").asInt())
          .isEqualTo(STATES.indexOf(field(point, "pred").asText()));
      assertThat(field(point, "latency_ms").asLong()).isNotNegative();
    }

    assertThat(expected).isEmpty();
  }

  /**
   * Checks that each malformed record has a dead letter with the same bytes, and that no others
   * exist.
   */
  void deadLetters(String sourceTopic, List<ConsumerRecord<byte[], byte[]>> records) {
    Set<SourceOffset> seen = new HashSet<>();
    for (ConsumerRecord<byte[], byte[]> record : records) {
      SourceOffset origin = TopicContent.origin(record);
      assertThat(malformed).containsKey(origin);
      assertThat(record.value()).isEqualTo(malformed.get(origin));
      assertThat(TopicContent.header(record, "source_topic")).isEqualTo(sourceTopic);
      assertThat(ErrorCode.valueOf(TopicContent.header(record, "error_code")))
          .isIn(ErrorCode.MALFORMED, ErrorCode.SCHEMA, ErrorCode.OUT_OF_RANGE);
      assertThat(TopicContent.header(record, "error_message")).isNotBlank();
      assertThat(Long.parseLong(TopicContent.header(record, "error_time"))).isPositive();
      seen.add(origin);
    }

    assertThat(seen).isEqualTo(malformed.keySet());
  }

  private static JsonNode field(Map<String, JsonNode> point, String name) {
    return Objects.requireNonNull(point.get(name), name);
  }

  private static void assertRow(HeatReading reading, GenericRecord row) {
    assertThat(row.get("sensor_id")).isEqualTo(reading.sensorId());
    assertThat(millis(row, "event_time")).isEqualTo(reading.eventTimeMillis());
    assertThat((Long) row.get("ingest_time")).isPositive();
    for (Measure measure : Measure.ALL) {
      Object expected = reading.has(measure) ? reading.value(measure) : null;
      assertThat(row.get(measure.column())).as(measure.column()).isEqualTo(expected);
    }
  }

  /** Returns a time in ms: a table has µs, plain files have ms. */
  static long millis(GenericRecord row, String column) {
    boolean micros =
        row.getSchema().getField(column).schema().getLogicalType()
            instanceof LogicalTypes.TimestampMicros;
    return (Long) row.get(column) / (micros ? 1000 : 1);
  }

  private static void assertScore(HeatReading reading, ConsumerRecord<byte[], byte[]> record)
      throws IOException {
    assertThat(new String(record.key(), StandardCharsets.UTF_8))
        .isEqualTo(Long.toString(reading.sensorId()));
    JsonNode score = JSON.readTree(record.value());
    List<String> fields = new ArrayList<>();
    score.fieldNames().forEachRemaining(fields::add);
    assertThat(fields).containsExactlyInAnyOrderElementsOf(SCORE_FIELDS);
    assertThat(score.get("sensor_id").asLong()).isEqualTo(reading.sensorId());
    assertThat(Math.round(score.get("timestamp").asDouble() * 1000))
        .isEqualTo(reading.eventTimeMillis());
    assertThat(score.get("온도").asDouble()).isEqualTo(reading.value(Measure.TEMPERATURE));
    assertThat(score.get("pf").asDouble()).isCloseTo(powerFactor(reading), within(1e-12));
    assertThat(score.get("pred").asText()).isEqualTo(state(powerFactor(reading)));
    double sum = 0;
    for (JsonNode probability : score.get("proba")) {
      sum += probability.asDouble();
    }

    assertThat(score.get("proba")).hasSize(STATES.size());
    assertThat(sum).isCloseTo(1, within(1e-9));
  }

  /** Returns the state by the limits of the shipped model, independently of the product's code. */
  private static String state(double powerFactor) {
    double amount = Math.abs(powerFactor);
    return STATES.get(amount >= 0.8 ? 0 : amount > 0.6 ? 1 : 2);
  }

  /** Computes the documented formula independently of the product's code. */
  private static double powerFactor(HeatReading reading) {
    double active = reading.value(Measure.ACTIVE_POWER_AVG);
    double reactive = reading.value(Measure.REACTIVE_POWER_AVG);
    return active / Math.sqrt(active * active + reactive * reactive);
  }

  private static String sensorTime(HeatReading reading) {
    return reading.sensorId() + "@" + reading.eventTimeMillis();
  }
}
