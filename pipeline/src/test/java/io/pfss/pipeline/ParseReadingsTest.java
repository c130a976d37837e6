package io.pfss.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.pfss.models.reading.ErrorCode;
import io.pfss.models.reading.HeatJson;
import io.pfss.pipeline.deadletter.DeadLetter;
import io.pfss.pipeline.read.HeatBatch;
import io.pfss.pipeline.read.HeatBatchCoder;
import io.pfss.pipeline.read.HeatRecord;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.stream.StreamSupport;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Create;
import org.joda.time.Duration;
import org.junit.jupiter.api.Test;

class ParseReadingsTest {
  private static final long ARRIVAL = 1_700_000_000_000L;

  private final TestPipeline pipeline = TestPipeline.create().enableAbandonedNodeEnforcement(false);

  @Test
  void aReadingTakesItsOwnTimeAndItsOriginFromTheRecord() {
    long time = ARRIVAL - Duration.standardDays(400).getMillis();

    assertParsed(
        List.of(record(3, HeatJson.write(Readings.at(time, 3).reading()))),
        batches -> {
          assertThat(readings(batches))
              .containsExactly(
                  new ReceivedReading(
                      Readings.at(time, 3).reading(), new KafkaPosition(0, 3), ARRIVAL));
          assertThat(deadLetters(batches)).isEmpty();
        });
  }

  @Test
  void whatIsNoReadingBecomesADeadLetterWithItsBytes() {
    byte[] garbage = {(byte) 0xff, 0, '{'};

    assertParsed(
        List.of(
            record(0, garbage),
            record(1, "{\"timestamp\":1}".getBytes(StandardCharsets.UTF_8)),
            record(2, "{\"sensor_id\":1,\"timestamp\":NaN}".getBytes(StandardCharsets.UTF_8)),
            record(3, new byte[0])),
        batches -> {
          assertThat(readings(batches)).isEmpty();
          List<DeadLetter> letters = deadLetters(batches);
          assertThat(letters.stream().map(DeadLetter::code))
              .containsExactly(
                  ErrorCode.MALFORMED,
                  ErrorCode.SCHEMA,
                  ErrorCode.OUT_OF_RANGE,
                  ErrorCode.MALFORMED);
          assertThat(letters.get(0).value()).isEqualTo(new byte[] {(byte) 0xff, 0, '{'});
          assertThat(letters.get(1).message()).isEqualTo("sensor_id is missing");
          assertThat(letters.get(3).value()).isEmpty();
        });
  }

  @Test
  void aReadingMayBeADayAheadOfItsArrivalAndNoMore() {
    long limit = ARRIVAL + Duration.standardDays(1).getMillis();

    assertParsed(
        List.of(
            record(0, HeatJson.write(Readings.at(limit, 0).reading())),
            record(1, HeatJson.write(Readings.at(limit + 1, 1).reading()))),
        batches -> {
          assertThat(readings(batches))
              .containsExactly(
                  new ReceivedReading(
                      Readings.at(limit, 0).reading(), new KafkaPosition(0, 0), ARRIVAL));
          assertThat(deadLetters(batches))
              .hasSize(1)
              .allMatch(letter -> letter.code() == ErrorCode.OUT_OF_RANGE)
              .allMatch(letter -> letter.message().contains("more than a day ahead"));
        });
  }

  @Test
  void aBatchKeepsItsPositionsEvenIfNoReadingIsValid() {
    assertParsed(
        List.of(record(0, new byte[] {1})),
        batches ->
            assertThat(batches)
                .extracting(ReadingBatch::positions)
                .containsExactly(List.of(new PositionRange(0, 0, 10, ARRIVAL))));
  }

  private void assertParsed(List<HeatRecord> records, Check check) {
    HeatBatch batch = new HeatBatch(new PositionRange(0, 0, 10, ARRIVAL), records);
    PAssert.that(
            pipeline
                .apply(Create.of(batch).withCoder(HeatBatchCoder.of()))
                .apply(ParseReadings.fromJson()))
        .satisfies(
            batches -> {
              check.of(StreamSupport.stream(batches.spliterator(), false).toList());
              return null;
            });
    pipeline.run().waitUntilFinish();
  }

  private static List<ReceivedReading> readings(List<ReadingBatch> batches) {
    return batches.stream().flatMap(batch -> batch.readings().stream()).toList();
  }

  private static List<DeadLetter> deadLetters(List<ReadingBatch> batches) {
    return batches.stream()
        .flatMap(batch -> batch.deadLetters().stream())
        .sorted(Comparator.comparing(letter -> letter.position().offset()))
        .toList();
  }

  private static HeatRecord record(long offset, byte[] value) {
    return new HeatRecord(offset, ARRIVAL, value);
  }

  private interface Check extends Serializable {
    void of(List<ReadingBatch> batches);
  }
}
