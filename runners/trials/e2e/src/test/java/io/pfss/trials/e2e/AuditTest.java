// SPDX-License-Identifier: Apache-2.0
package io.pfss.trials.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.pfss.models.reading.HeatReading;
import io.pfss.models.reading.Measure;
import io.pfss.pipeline.element.SourceOffset;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.hadoop.conf.Configuration;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.parquet.avro.AvroParquetWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.util.HadoopOutputFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that both audits find missing, wrong and duplicate records in each sink. */
class AuditTest {
  private static final long T0 = 1_796_000_000_000L;
  private static final int READINGS = 6;
  private static final Configuration HADOOP = new Configuration();

  private final List<SentRecord> sent = new ArrayList<>();
  private final List<ConsumerRecord<byte[], byte[]>> scores = new ArrayList<>();
  private final List<ConsumerRecord<byte[], byte[]>> deadLetters = new ArrayList<>();
  private final List<Map<String, JsonNode>> points = new ArrayList<>();

  @TempDir private Path warehouse;

  /** Creates six readings, a malformed record, and complete sinks. */
  @BeforeEach
  void fill() throws IOException {
    for (int number = 0; number < READINGS; number++) {
      SourceOffset position = new SourceOffset(number % 2, number);
      HeatReading reading =
          HeatReading.builder(number, T0 + number)
              .set(Measure.TEMPERATURE, 20)
              .set(Measure.ACTIVE_POWER_AVG, 3)
              .set(Measure.REACTIVE_POWER_AVG, 4)
              .build();
      sent.add(new SentRecord(position, new byte[0], Optional.of(reading)));
      scores.add(record("heat_pf", position, Integer.toString(number), score(number)));
      points.add(
          Map.of(
              "sensor_id", new TextNode(Integer.toString(number)),
              "time", new LongNode(T0 + number),
              "temperature", new DoubleNode(20),
              "pf", new DoubleNode(0.6),
              "pred", new TextNode("주의"),
              "state", new IntNode(1),
              "latency_ms", new LongNode(5)));
      write("dt=2026-11-29/hour=00/" + number + ".parquet", position, reading);
    }

    SourceOffset malformed = new SourceOffset(0, READINGS);
    sent.add(new SentRecord(malformed, bytes("{"), Optional.empty()));
    deadLetters.add(record("heat_dlq", malformed, "", "{"));
    deadLetters
        .get(0)
        .headers()
        .add("error_code", bytes("MALFORMED"))
        .add("error_message", bytes("The JSON ends"))
        .add("error_time", bytes("1"));
  }

  @Test
  void acceptsCompleteSinks() throws IOException {
    compareValues();
    ObjectNode result = count();
    assertThat(Audit.isSound(result)).isTrue();
    assertThat(result.get("readings").asLong()).isEqualTo(READINGS);
    assertThat(result.get("invalid").asLong()).isEqualTo(1);
  }

  @Test
  void findsAMissingParquetFile() throws IOException {
    Files.delete(warehouse.resolve("dt=2026-11-29/hour=00/3.parquet"));
    assertFails("lost", "warehouse", 1);
  }

  @Test
  void findsADuplicateParquetFile() throws IOException {
    Path file = warehouse.resolve("dt=2026-11-29/hour=00/3.parquet");
    Files.copy(file, file.resolveSibling("copy.parquet"));
    assertFails("repeats", "warehouse", 1);
  }

  @Test
  void findsMissingPoints() throws IOException {
    points.remove(0);
    points.remove(3);
    assertFails("lost", "influxdb", 2);
  }

  @Test
  void findsAMissingScore() throws IOException {
    scores.remove(5);
    assertFails("lost", "heat_pf", 1);
  }

  @Test
  void countsAndAcceptsADuplicateScore() throws IOException {
    scores.add(scores.get(2));
    compareValues();
    assertThat(Audit.isSound(count())).isTrue();
    assertThat(count().get("repeats").get("heat_pf").asLong()).isEqualTo(1);
  }

  @Test
  void findsAMissingDeadLetter() throws IOException {
    deadLetters.clear();
    assertFails("lost", "heat_dlq", 1);
  }

  @Test
  void findsADeadLetterWithOtherBytes() throws IOException {
    deadLetters.get(0).value()[0] = '[';
    assertThat(count().get("wrong_dead_letters").asLong()).isEqualTo(1);
    assertThat(Audit.isSound(count())).isFalse();
    assertThatThrownBy(this::compareValues).isInstanceOf(AssertionError.class);
  }

  @Test
  void findsADeadLetterOfAValidReading() throws IOException {
    deadLetters.add(record("heat_dlq", new SourceOffset(1, 1), "", "{"));
    assertThat(count().get("wrong_dead_letters").asLong()).isEqualTo(1);
    assertThatThrownBy(this::compareValues).isInstanceOf(AssertionError.class);
  }

  @Test
  void findsAWrongValue() {
    scores.set(0, record("heat_pf", new SourceOffset(0, 0), "0", score(0).replace("0.6", "0.7")));
    assertThatThrownBy(this::compareValues).isInstanceOf(AssertionError.class);
  }

  private void assertFails(String kind, String sink, long count) throws IOException {
    ObjectNode result = count();
    assertThat(result.get(kind).get(sink).asLong()).as(result.toString()).isEqualTo(count);
    assertThat(Audit.isSound(result)).isFalse();
    assertThatThrownBy(this::compareValues).isInstanceOf(AssertionError.class);
  }

  /** Runs the audit of the end-to-end tests, which compares each value. */
  private void compareValues() throws IOException {
    SinkAudit audit = new SinkAudit(sent);
    audit.warehouse(rows());
    audit.scores("heat", scores);
    audit.points(points);
    audit.deadLetters("heat", deadLetters);
  }

  /** Runs the audit of the fault and soak tests, which counts. */
  private ObjectNode count() throws IOException {
    Audit audit = new Audit();
    sent.forEach(audit::sent);
    scores.forEach(score -> audit.score(TopicContent.origin(score), score.value()));
    deadLetters.forEach(
        deadLetter -> audit.deadLetter(TopicContent.origin(deadLetter), deadLetter.value()));
    Positions rows = new Positions();
    rows().forEach(row -> rows.add(TablePositions.position(row)));
    ObjectNode result = audit.result(rows, points.size());
    boolean isComplete = true;
    for (JsonNode lost : result.get("lost")) {
      isComplete &= lost.asLong() == 0;
    }

    assertThat(audit.isComplete(rows, points.size())).isEqualTo(isComplete);
    return result;
  }

  private List<GenericRecord> rows() throws IOException {
    return ParquetContent.readAll(warehouse.toString(), HADOOP);
  }

  private void write(String file, SourceOffset position, HeatReading reading) throws IOException {
    SchemaBuilder.FieldAssembler<Schema> fields =
        SchemaBuilder.record("reading")
            .fields()
            .requiredLong("sensor_id")
            .requiredLong("event_time")
            .requiredLong("ingest_time")
            .requiredInt("kafka_partition")
            .requiredLong("kafka_offset");
    for (Measure measure : Measure.ALL) {
      fields.optionalDouble(measure.column());
    }

    GenericRecordBuilder row =
        new GenericRecordBuilder(fields.endRecord())
            .set("sensor_id", reading.sensorId())
            .set("event_time", reading.eventTimeMillis())
            .set("ingest_time", T0)
            .set("kafka_partition", position.partition())
            .set("kafka_offset", position.offset());
    for (Measure measure : Measure.ALL) {
      row.set(measure.column(), reading.has(measure) ? reading.value(measure) : null);
    }

    GenericRecord record = row.build();
    try (ParquetWriter<GenericRecord> writer =
        AvroParquetWriter.<GenericRecord>builder(
                HadoopOutputFile.fromPath(
                    new org.apache.hadoop.fs.Path(warehouse.resolve(file).toUri()), HADOOP))
            .withSchema(record.getSchema())
            .build()) {
      writer.write(record);
    }
  }

  private static String score(int number) {
    return new ObjectMapper()
        .createObjectNode()
        .put("sensor_id", number)
        .put("온도", 20.0)
        .put("pf", 0.6)
        .put("R_pf", 0.6)
        .put("S_pf", 0.6)
        .put("T_pf", 0.6)
        .put("pred", "경고")
        .put("timestamp", (T0 + number) / 1000.0)
        .put("model", "2")
        .putNull("risk_60m")
        .putNull("kvar_to_90")
        .putNull("risk_at")
        .set("proba", new ObjectMapper().createArrayNode().add(0.2).add(0.7).add(0.1))
        .toString();
  }

  private static ConsumerRecord<byte[], byte[]> record(
      String topic, SourceOffset origin, String key, String value) {
    ConsumerRecord<byte[], byte[]> record =
        new ConsumerRecord<>(topic, 0, 0, bytes(key), bytes(value));
    record
        .headers()
        .add("source_topic", bytes("heat"))
        .add("source_partition", bytes(Integer.toString(origin.partition())))
        .add("source_offset", bytes(Long.toString(origin.offset())));
    return record;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
