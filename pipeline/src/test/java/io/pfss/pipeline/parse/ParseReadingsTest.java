// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.parse;

import static org.assertj.core.api.Assertions.assertThat;

import io.pfss.models.reading.ErrorCode;
import io.pfss.models.reading.FieldNames;
import io.pfss.models.reading.HeatJson;
import io.pfss.models.reading.HeatReading;
import io.pfss.models.reading.Measure;
import io.pfss.pipeline.Readings;
import io.pfss.pipeline.catalog.CatalogSettings;
import io.pfss.pipeline.catalog.Catalogs;
import io.pfss.pipeline.catalog.FacilityRecord;
import io.pfss.pipeline.element.DeadLetter;
import io.pfss.pipeline.element.HeatBatch;
import io.pfss.pipeline.element.HeatRecord;
import io.pfss.pipeline.element.OffsetRange;
import io.pfss.pipeline.element.ParsedBatch;
import io.pfss.pipeline.element.ReceivedReading;
import io.pfss.pipeline.element.RecordCoder;
import io.pfss.pipeline.element.SourceOffset;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.LongStream;
import java.util.stream.StreamSupport;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.metrics.MetricNameFilter;
import org.apache.beam.sdk.metrics.MetricResult;
import org.apache.beam.sdk.metrics.MetricsFilter;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Create;
import org.joda.time.Duration;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

// In order of names: limitsCountersOfUnknownFields fills the set of names of this process.
@TestMethodOrder(MethodOrderer.MethodName.class)
class ParseReadingsTest {
  private static final long ARRIVAL = 1_700_000_000_000L;

  private final TestPipeline pipeline = TestPipeline.create().enableAbandonedNodeEnforcement(false);

  @Test
  void readingHasEventTimeAndOriginOfRecord() {
    long time = ARRIVAL - Duration.standardDays(400).getMillis();

    assertParsed(
        List.of(record(3, HeatJson.write(Readings.at(time, 3).reading()))),
        batches -> {
          assertThat(readings(batches))
              .containsExactly(
                  new ReceivedReading(
                      Readings.at(time, 3).reading(), new SourceOffset(0, 3), ARRIVAL));
          assertThat(deadLetters(batches)).isEmpty();
        });
  }

  @Test
  void invalidRecordBecomesDeadLetterWithBytes() {
    byte[] garbage = {(byte) 0xff, 0, '{'};

    assertParsed(
        List.of(
            record(0, garbage),
            record(1, "{\"timestamp\":1}".getBytes(StandardCharsets.UTF_8)),
            record(
                2, "{\"sensor_id\":1,\"timestamp\":NaN,\"온도\":1}".getBytes(StandardCharsets.UTF_8)),
            record(3, new byte[0])),
        batches -> {
          assertThat(readings(batches)).isEmpty();
          List<DeadLetter> deadLetters = deadLetters(batches);
          assertThat(deadLetters.stream().map(DeadLetter::code))
              .containsExactly(
                  ErrorCode.MALFORMED,
                  ErrorCode.SCHEMA,
                  ErrorCode.OUT_OF_RANGE,
                  ErrorCode.MALFORMED);
          assertThat(deadLetters.get(0).value()).isEqualTo(new byte[] {(byte) 0xff, 0, '{'});
          assertThat(deadLetters.get(1).message()).isEqualTo("sensor_id is missing");
          assertThat(deadLetters.get(3).value()).isEmpty();
        });
  }

  @Test
  void countsAndStoresUnknownFields() {
    String record = "{\"sensor_id\":1,\"timestamp\":1,\"온도\":2,\"습도\":3,\"a\":{\"b\":1}}";

    PipelineResult result =
        assertParsed(
            List.of(
                record(0, record.getBytes(StandardCharsets.UTF_8)),
                record(1, record.getBytes(StandardCharsets.UTF_8))),
            batches ->
                assertThat(readings(batches))
                    .extracting(received -> received.reading().extra())
                    .containsOnly(Optional.of("{\"습도\":3,\"a\":{\"b\":1}}")));

    assertThat(count(result, "unknownField.습도")).isEqualTo(2);
    assertThat(count(result, "unknownField.a")).isEqualTo(2);
  }

  @Test
  void limitsCountersOfUnknownFields() {
    List<HeatRecord> records =
        LongStream.range(0, 300)
            .mapToObj(
                i ->
                    record(
                        i,
                        ("{\"sensor_id\":1,\"timestamp\":1,\"온도\":2,\"many" + i + "\":3}")
                            .getBytes(StandardCharsets.UTF_8)))
            .toList();

    PipelineResult result = assertParsed(records, batches -> assertThat(batches).hasSize(1));

    assertThat(count(result, UnknownFields.OTHERS)).isGreaterThanOrEqualTo(200);
  }

  @Test
  void usesFieldNamesOfFile() throws IOException {
    FieldNames names =
        FieldNames.read(
            new ByteArrayInputStream("온도=temp\nsensor_id=device".getBytes(StandardCharsets.UTF_8)));

    assertParsed(
        ParseReadings.fromJson().withFieldNames(names),
        List.of(
            record(
                0, "{\"device\":4,\"timestamp\":1,\"temp\":2}".getBytes(StandardCharsets.UTF_8))),
        batches ->
            assertThat(readings(batches))
                .extracting(ReceivedReading::reading)
                .containsExactly(
                    HeatReading.builder(4, 1_000).set(Measure.TEMPERATURE, 2).build()));
  }

  @Test
  void acceptsTimestampAtMostADayAhead() {
    long limit = ARRIVAL + Duration.standardDays(1).getMillis();

    assertParsed(
        List.of(
            record(0, HeatJson.write(Readings.at(limit, 0).reading())),
            record(1, HeatJson.write(Readings.at(limit + 1, 1).reading()))),
        batches -> {
          assertThat(readings(batches))
              .containsExactly(
                  new ReceivedReading(
                      Readings.at(limit, 0).reading(), new SourceOffset(0, 0), ARRIVAL));
          assertThat(deadLetters(batches))
              .hasSize(1)
              .allMatch(deadLetter -> deadLetter.code() == ErrorCode.OUT_OF_RANGE)
              .allMatch(deadLetter -> deadLetter.message().contains("more than a day ahead"));
        });
  }

  @Test
  void knowsTheIdsOfThePlant(@TempDir Path folder) {
    OptionalDouble none = OptionalDouble.empty();
    CatalogSettings catalog =
        Catalogs.of(
            folder,
            new FacilityRecord(
                7, Optional.of("변압기-7"), "7", "", none, none, none, none, none, true));
    String decomposed = Normalizer.normalize("변압기-7", Normalizer.Form.NFD);

    assertParsed(
        ParseReadings.fromJson().withPlantIds(catalog),
        List.of(
            record(0, json("\"변압기-7\"")),
            record(1, json("\" " + decomposed + "\"")),
            record(2, json("8")),
            record(3, json("\"TR-9\""))),
        batches -> {
          assertThat(readings(batches))
              .extracting(each -> each.reading().sensorId())
              .containsExactly(7L, 7L, 8L);
          assertThat(deadLetters(batches))
              .extracting(DeadLetter::code)
              .containsExactly(ErrorCode.SCHEMA);
          assertThat(deadLetters(batches).get(0).message())
              .contains("pfss catalog facilities --import")
              .endsWith("TR-9");
        });
  }

  private static byte[] json(String sensorId) {
    return ("{\"sensor_id\":" + sensorId + ",\"timestamp\":1700000000,\"온도\":1}")
        .getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void batchWithoutValidReadingsKeepsOffsets() {
    assertParsed(
        List.of(record(0, new byte[] {1})),
        batches ->
            assertThat(batches)
                .extracting(ParsedBatch::offsets)
                .containsExactly(List.of(new OffsetRange(0, 0, 10, ARRIVAL))));
  }

  private PipelineResult assertParsed(List<HeatRecord> records, Check check) {
    return assertParsed(ParseReadings.fromJson(), records, check);
  }

  private PipelineResult assertParsed(ParseReadings parse, List<HeatRecord> records, Check check) {
    HeatBatch batch = new HeatBatch(new OffsetRange(0, 0, 10, ARRIVAL), records);
    PAssert.that(
            pipeline
                .apply(Create.of(batch).withCoder(RecordCoder.of(HeatBatch.class)))
                .apply(parse))
        .satisfies(
            batches -> {
              check.of(StreamSupport.stream(batches.spliterator(), false).toList());
              return null;
            });
    PipelineResult result = pipeline.run();
    result.waitUntilFinish();
    return result;
  }

  private static long count(PipelineResult result, String counter) {
    return StreamSupport.stream(
            result
                .metrics()
                .queryMetrics(
                    MetricsFilter.builder()
                        .addNameFilter(MetricNameFilter.named(UnknownFields.class, counter))
                        .build())
                .getCounters()
                .spliterator(),
            false)
        .mapToLong(MetricResult::getCommitted)
        .sum();
  }

  private static List<ReceivedReading> readings(List<ParsedBatch> batches) {
    return batches.stream().flatMap(batch -> batch.readings().stream()).toList();
  }

  private static List<DeadLetter> deadLetters(List<ParsedBatch> batches) {
    return batches.stream()
        .flatMap(batch -> batch.deadLetters().stream())
        .sorted(Comparator.comparing(deadLetter -> deadLetter.position().offset()))
        .toList();
  }

  private static HeatRecord record(long offset, byte[] value) {
    return new HeatRecord(offset, ARRIVAL, value);
  }

  private interface Check extends Serializable {
    void of(List<ParsedBatch> batches);
  }
}
