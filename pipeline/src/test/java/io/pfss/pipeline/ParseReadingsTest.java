package io.pfss.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.pfss.models.reading.ErrorCode;
import io.pfss.models.reading.HeatJson;
import io.pfss.pipeline.deadletter.DeadLetter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.StreamSupport;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.NullableCoder;
import org.apache.beam.sdk.io.kafka.KafkaRecord;
import org.apache.beam.sdk.io.kafka.KafkaRecordCoder;
import org.apache.beam.sdk.io.kafka.KafkaTimestampType;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.Reify;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TimestampedValue;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;

class ParseReadingsTest {
  private static final long ARRIVAL = 1_700_000_000_000L;
  private static final Coder<byte[]> BYTES = NullableCoder.of(ByteArrayCoder.of());

  private final TestPipeline pipeline = TestPipeline.create().enableAbandonedNodeEnforcement(false);

  @Test
  void aReadingTakesItsOwnTimeAndItsOriginFromTheRecord() {
    ReceivedReading sent = Readings.at(ARRIVAL - Duration.standardDays(400).getMillis(), 3);
    PCollectionTuple parsed = parse(List.of(record(3, HeatJson.write(sent.reading()))));

    PAssert.that(parsed.get(ParseReadings.READINGS).apply(Reify.timestamps()))
        .containsInAnyOrder(
            List.of(
                TimestampedValue.of(
                    new ReceivedReading(sent.reading(), new KafkaPosition(0, 3), ARRIVAL),
                    Instant.ofEpochMilli(sent.reading().eventTimeMillis()))));
    PAssert.that(parsed.get(ParseReadings.DEAD_LETTERS)).empty();
    pipeline.run().waitUntilFinish();
  }

  @Test
  void whatIsNoReadingBecomesADeadLetterWithItsBytes() {
    byte[] garbage = {(byte) 0xff, 0, '{'};
    PCollectionTuple parsed =
        parse(
            List.of(
                record(0, garbage),
                record(1, "{\"timestamp\":1}".getBytes(StandardCharsets.UTF_8)),
                record(2, "{\"sensor_id\":1,\"timestamp\":NaN}".getBytes(StandardCharsets.UTF_8)),
                record(3, null)));

    PAssert.that(parsed.get(ParseReadings.READINGS)).empty();
    PAssert.that(parsed.get(ParseReadings.DEAD_LETTERS))
        .satisfies(
            letters -> {
              List<DeadLetter> sorted = sorted(letters);
              assertThat(sorted.stream().map(DeadLetter::code))
                  .containsExactly(
                      ErrorCode.MALFORMED,
                      ErrorCode.SCHEMA,
                      ErrorCode.OUT_OF_RANGE,
                      ErrorCode.MALFORMED);
              assertThat(sorted.get(0).value()).isEqualTo(new byte[] {(byte) 0xff, 0, '{'});
              assertThat(sorted.get(1).message()).isEqualTo("sensor_id is missing");
              assertThat(sorted.get(3).value()).isEmpty();
              return null;
            });
    pipeline.run().waitUntilFinish();
  }

  @Test
  void aReadingMayBeADayAheadOfItsArrivalAndNoMore() {
    long limit = ARRIVAL + Duration.standardDays(1).getMillis();
    PCollectionTuple parsed =
        parse(
            List.of(
                record(0, HeatJson.write(Readings.at(limit, 0).reading())),
                record(1, HeatJson.write(Readings.at(limit + 1, 1).reading()))));

    PAssert.that(parsed.get(ParseReadings.READINGS))
        .containsInAnyOrder(
            new ReceivedReading(Readings.at(limit, 0).reading(), new KafkaPosition(0, 0), ARRIVAL));
    PAssert.that(parsed.get(ParseReadings.DEAD_LETTERS))
        .satisfies(
            letters -> {
              assertThat(sorted(letters))
                  .hasSize(1)
                  .allMatch(letter -> letter.code() == ErrorCode.OUT_OF_RANGE)
                  .allMatch(letter -> letter.message().contains("more than a day ahead"));
              return null;
            });
    pipeline.run().waitUntilFinish();
  }

  private PCollectionTuple parse(List<KafkaRecord<byte[], byte[]>> records) {
    PCollection<KafkaRecord<byte[], byte[]>> input =
        pipeline.apply(Create.of(records).withCoder(KafkaRecordCoder.of(BYTES, BYTES)));
    return input.apply(ParseReadings.fromJson());
  }

  private static KafkaRecord<byte[], byte[]> record(long offset, byte[] value) {
    return new KafkaRecord<>(
        "heat",
        0,
        offset,
        ARRIVAL,
        KafkaTimestampType.LOG_APPEND_TIME,
        new RecordHeaders(),
        null,
        value);
  }

  private static List<DeadLetter> sorted(Iterable<DeadLetter> letters) {
    return StreamSupport.stream(letters.spliterator(), false)
        .sorted((a, b) -> Long.compare(a.position().offset(), b.position().offset()))
        .toList();
  }
}
