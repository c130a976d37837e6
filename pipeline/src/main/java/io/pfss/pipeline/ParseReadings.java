package io.pfss.pipeline;

import io.pfss.models.reading.ErrorCode;
import io.pfss.models.reading.HeatJson;
import io.pfss.models.reading.HeatReading;
import io.pfss.models.reading.InvalidReadingException;
import io.pfss.pipeline.deadletter.DeadLetter;
import io.pfss.pipeline.deadletter.DeadLetterCoder;
import org.apache.beam.sdk.io.kafka.KafkaRecord;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.joda.time.Duration;
import org.joda.time.Instant;

/**
 * Parses raw records into readings, whose event time becomes the element's timestamp. What is no
 * valid reading comes out as a dead letter: nothing is dropped and nothing stops the job.
 */
public final class ParseReadings
    extends PTransform<PCollection<KafkaRecord<byte[], byte[]>>, PCollectionTuple> {
  /** The valid readings. */
  public static final TupleTag<ReceivedReading> READINGS = new TupleTag<>("readings") {};

  /** The records that are none. */
  public static final TupleTag<DeadLetter> DEAD_LETTERS = new TupleTag<>("deadLetters") {};

  /**
   * How far ahead of its arrival in Kafka a reading's time may be (data contract, "Dead letters").
   */
  static final Duration MAX_AHEAD = Duration.standardDays(1);

  private static final byte[] EMPTY = new byte[0];

  private ParseReadings() {}

  /** Parses the JSON of the data contract. */
  public static ParseReadings fromJson() {
    return new ParseReadings();
  }

  @Override
  public PCollectionTuple expand(PCollection<KafkaRecord<byte[], byte[]>> records) {
    PCollectionTuple parsed =
        records.apply(
            "Parse", ParDo.of(new Parse()).withOutputTags(READINGS, TupleTagList.of(DEAD_LETTERS)));
    parsed.get(READINGS).setCoder(ReceivedReadingCoder.of());
    parsed.get(DEAD_LETTERS).setCoder(DeadLetterCoder.of());
    return parsed;
  }

  private static final class Parse extends DoFn<KafkaRecord<byte[], byte[]>, ReceivedReading> {
    private final Counter readings = Metrics.counter(ParseReadings.class, "readings");
    private final Counter deadLetters = Metrics.counter(ParseReadings.class, "deadLetters");

    @ProcessElement
    public void process(@Element KafkaRecord<byte[], byte[]> record, MultiOutputReceiver outputs) {
      byte[] value = record.getKV().getValue();
      KafkaPosition position = new KafkaPosition(record.getPartition(), record.getOffset());
      try {
        HeatReading reading = HeatJson.read(value);
        checkTime(reading, record.getTimestamp());
        outputs
            .get(READINGS)
            .outputWithTimestamp(
                new ReceivedReading(reading, position, record.getTimestamp()),
                new Instant(reading.eventTimeMillis()));
        readings.inc();
      } catch (InvalidReadingException e) {
        outputs
            .get(DEAD_LETTERS)
            .output(
                new DeadLetter(
                    value == null ? EMPTY : value,
                    e.code(),
                    e.getMessage(),
                    position,
                    System.currentTimeMillis()));
        deadLetters.inc();
      }
    }

    /**
     * A reading's time may lie any time before the record's own. The watermark does not depend on
     * it.
     */
    @Override
    @Deprecated
    public Duration getAllowedTimestampSkew() {
      return Duration.millis(Long.MAX_VALUE);
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
