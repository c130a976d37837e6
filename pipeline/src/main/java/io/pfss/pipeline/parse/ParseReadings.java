// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.parse;

import io.pfss.models.reading.ErrorCode;
import io.pfss.models.reading.FieldNames;
import io.pfss.models.reading.HeatJson;
import io.pfss.models.reading.HeatReading;
import io.pfss.models.reading.InvalidReadingException;
import io.pfss.models.reading.PlantIds;
import io.pfss.pipeline.catalog.CatalogSettings;
import io.pfss.pipeline.catalog.KnownFacilities;
import io.pfss.pipeline.element.DeadLetter;
import io.pfss.pipeline.element.HeatBatch;
import io.pfss.pipeline.element.HeatRecord;
import io.pfss.pipeline.element.ParsedBatch;
import io.pfss.pipeline.element.ReceivedReading;
import io.pfss.pipeline.element.SourceOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Parses the raw records of batches into readings. A record that is not a valid reading becomes a
 * dead letter; it is not dropped and does not stop the job.
 *
 * <pre>{@code
 * pipeline.apply(ReadHeat.from(cluster)).apply(ParseReadings.fromJson());
 * }</pre>
 */
public final class ParseReadings
    extends PTransform<PCollection<HeatBatch>, PCollection<ParsedBatch>> {
  /**
   * Maximum time by which a timestamp may be ahead of the record's arrival in Kafka (data contract,
   * "Dead letters").
   */
  public static final Duration MAX_AHEAD = Duration.standardDays(1);

  private final FieldNames names;

  /** Null without a catalog. */
  private final @Nullable CatalogSettings catalog;

  private ParseReadings(FieldNames names, @Nullable CatalogSettings catalog) {
    this.names = names;
    this.catalog = catalog;
  }

  /** Returns a parser for the JSON of the data contract. */
  public static ParseReadings fromJson() {
    return new ParseReadings(FieldNames.DEFAULT, null);
  }

  /** Sets the field names. */
  public ParseReadings withFieldNames(FieldNames other) {
    return new ParseReadings(Objects.requireNonNull(other, "other"), catalog);
  }

  /**
   * Accepts the ids of facilities in the plant, as a catalog has them, in place of the sensor's
   * number. A change of the catalog takes effect within a minute.
   */
  public ParseReadings withPlantIds(CatalogSettings facilities) {
    return new ParseReadings(names, facilities);
  }

  @Override
  public PCollection<ParsedBatch> expand(PCollection<HeatBatch> batches) {
    return batches.apply("Parse", ParDo.of(new Parse(names, catalog)));
  }

  private static final class Parse extends DoFn<HeatBatch, ParsedBatch> {
    private final FieldNames names;
    private final @Nullable CatalogSettings catalog;
    private final UnknownFields unknownFields = new UnknownFields();
    private final Counter readingCount = Metrics.counter(ParseReadings.class, "readings");
    private final Counter deadLetterCount = Metrics.counter(ParseReadings.class, "deadLetters");

    private transient PlantIds ids;

    Parse(FieldNames names, @Nullable CatalogSettings catalog) {
      this.names = names;
      this.catalog = catalog;
    }

    @Setup
    public void setUp() {
      ids = catalog == null ? PlantIds.NONE : KnownFacilities.of(catalog);
    }

    @ProcessElement
    public void process(@Element HeatBatch batch, OutputReceiver<ParsedBatch> output) {
      List<ReceivedReading> readings = new ArrayList<>(batch.records().size());
      List<DeadLetter> deadLetters = new ArrayList<>();
      for (HeatRecord record : batch.records()) {
        SourceOffset position = new SourceOffset(batch.offsets().partition(), record.offset());
        try {
          HeatReading reading = HeatJson.read(record.value(), names, ids);
          checkTime(reading, record.arrivalMillis());
          unknownFields.count(reading);
          readings.add(new ReceivedReading(reading, position, record.arrivalMillis()));
        } catch (InvalidReadingException e) {
          deadLetters.add(
              new DeadLetter(
                  record.value(),
                  e.code(),
                  String.valueOf(e.getMessage()),
                  position,
                  System.currentTimeMillis()));
        }
      }

      readingCount.inc(readings.size());
      deadLetterCount.inc(deadLetters.size());
      output.output(new ParsedBatch(List.of(batch.offsets()), readings, deadLetters));
    }

    private static void checkTime(HeatReading reading, long arrivalMillis)
        throws InvalidReadingException {
      long aheadMillis = reading.eventTimeMillis() - arrivalMillis;
      if (aheadMillis > MAX_AHEAD.getMillis()) {
        throw new InvalidReadingException(
            ErrorCode.OUT_OF_RANGE,
            "timestamp is more than a day ahead of the record's arrival: "
                + Instant.ofEpochMilli(reading.eventTimeMillis())
                + " against "
                + Instant.ofEpochMilli(arrivalMillis));
      }
    }
  }
}
