// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.io;

import io.pfss.pipeline.element.DeadLetter;
import io.pfss.pipeline.element.HeatBatch;
import io.pfss.pipeline.element.OffsetRange;
import io.pfss.pipeline.element.ParsedBatch;
import io.pfss.pipeline.element.ReceivedReading;
import io.pfss.pipeline.element.ReceivedReadingCoder;
import io.pfss.pipeline.element.ScoredBatch;
import io.pfss.pipeline.element.ScoredReading;
import io.pfss.pipeline.element.ScoredReadingCoder;
import io.pfss.pipeline.parse.ParseReadings;
import io.pfss.pipeline.score.ScoreReadings;
import io.pfss.pipeline.source.ReadHeat;
import io.pfss.pipeline.warehouse.HistoryOffset;
import java.util.List;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.WithFailures.Result;
import org.apache.beam.sdk.transforms.WithTimestamps;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.joda.time.Duration;
import org.joda.time.Instant;

/**
 * Transforms that read, parse and score single readings, from topic {@code heat} or from bytes of
 * any source.
 *
 * <pre>{@code
 * List<PCollection<DeadLetter>> deadLetters = new ArrayList<>();
 * PCollection<ScoredReading> scored =
 *     pipeline
 *         .apply(HeatIO.read(ReadHeat.from(KafkaCluster.at("localhost:9092")).withGroup("mine")))
 *         .failuresTo(deadLetters)
 *         .apply(HeatIO.score("models/heat-forest/3"))
 *         .failuresTo(deadLetters);
 * }</pre>
 */
public final class HeatIO {
  /** Accepts any lateness: the windows of the pipeline decide about late readings. */
  private static final Duration ANY_LATENESS = Duration.standardDays(36_500);

  private HeatIO() {}

  /**
   * Reads readings of topic {@code heat}, with their event times as timestamps. The watermark is
   * the arrival time of records in Kafka, less the {@linkplain ReadHeat#withWatermarkDelay delay}.
   *
   * <p>Offsets are committed {@linkplain ReadHeat#withCheckpointedOffsets when the runner finalizes
   * a checkpoint}, which on SparkRunner loses readings. Use batches there, as {@link
   * io.pfss.pipeline.PfssPipeline} does: they lose none on any runner.
   */
  public static PTransform<PBegin, Result<PCollection<ReceivedReading>, DeadLetter>> read(
      ReadHeat source) {
    return read(source, ParseReadings.fromJson());
  }

  /** Reads readings of topic {@code heat} with another parser. */
  public static PTransform<PBegin, Result<PCollection<ReceivedReading>, DeadLetter>> read(
      ReadHeat source, ParseReadings parser) {
    return PTransform.compose(
        "Read heat",
        begin -> {
          Result<PCollection<ReceivedReading>, DeadLetter> parsed =
              readings(
                  begin
                      .apply("Read", source.withCheckpointedOffsets())
                      .apply("Parse readings", parser));
          return Result.of(parsed.output().apply("Event time", eventTime()), parsed.failures());
        });
  }

  /** Parses the JSON of topic {@code heat}. Timestamps and windows remain those of the input. */
  public static PTransform<
          PCollection<RawReading>, Result<PCollection<ReceivedReading>, DeadLetter>>
      parse() {
    return parse(ParseReadings.fromJson());
  }

  /** Parses records with another parser. Timestamps and windows remain those of the input. */
  public static PTransform<
          PCollection<RawReading>, Result<PCollection<ReceivedReading>, DeadLetter>>
      parse(ParseReadings parser) {
    return PTransform.compose(
        "Parse",
        raw ->
            readings(
                raw.apply(
                        "Batches",
                        MapElements.into(TypeDescriptor.of(HeatBatch.class)).via(HeatIO::batch))
                    .apply("Parse readings", parser)));
  }

  /** Scores readings with the model in a folder, see {@link ScoreReadings#with}. */
  public static PTransform<
          PCollection<ReceivedReading>, Result<PCollection<ScoredReading>, DeadLetter>>
      score(String modelFolder) {
    return score(ScoreReadings.with(modelFolder));
  }

  /** Scores readings. Timestamps and windows remain those of the input. */
  public static PTransform<
          PCollection<ReceivedReading>, Result<PCollection<ScoredReading>, DeadLetter>>
      score(ScoreReadings scorer) {
    return PTransform.compose(
        "Score",
        readings ->
            Elements.of(
                readings
                    .apply(
                        "Batches",
                        MapElements.into(TypeDescriptor.of(ParsedBatch.class))
                            .via(reading -> ParsedBatch.of(List.of(reading))))
                    .apply("Score readings", scorer),
                ScoredBatch::scored,
                ScoredBatch::deadLetters,
                ScoredReadingCoder.of()));
  }

  private static Result<PCollection<ReceivedReading>, DeadLetter> readings(
      PCollection<ParsedBatch> batches) {
    return Elements.of(
        batches,
        batch -> batch.readings().stream().map(HeatIO::withOffset).toList(),
        ParsedBatch::deadLetters,
        ReceivedReadingCoder.of());
  }

  private static HeatBatch batch(RawReading raw) {
    long offset = raw.record().offset();
    // An empty range: nothing commits it.
    return new HeatBatch(
        new OffsetRange(raw.partition(), offset, offset, 0), List.of(raw.record()));
  }

  /**
   * Replaces the offset of a reading that is not from Kafka: it must depend on the values of the
   * reading, not on the formatting of its JSON.
   */
  private static ReceivedReading withOffset(ReceivedReading received) {
    return received.position().partition() < HistoryOffset.FIRST_PARTITION
        ? received
        : new ReceivedReading(
            received.reading(),
            HistoryOffset.of(received.reading()),
            received.ingestTimeMillis(),
            received.label());
  }

  // The replacement, a splittable DoFn, runs on fewer runners.
  @SuppressWarnings("deprecation")
  private static WithTimestamps<ReceivedReading> eventTime() {
    return WithTimestamps.<ReceivedReading>of(
            received -> Instant.ofEpochMilli(received.reading().eventTimeMillis()))
        .withAllowedTimestampSkew(ANY_LATENESS);
  }
}
