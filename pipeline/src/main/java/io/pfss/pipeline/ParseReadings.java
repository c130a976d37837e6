package io.pfss.pipeline;

import io.pfss.models.reading.ErrorCode;
import io.pfss.models.reading.HeatJson;
import io.pfss.models.reading.HeatReading;
import io.pfss.models.reading.InvalidReadingException;
import io.pfss.pipeline.deadletter.DeadLetter;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.io.kafka.KafkaRecord;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindows;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.PCollection;
import org.joda.time.Duration;
import org.joda.time.Instant;

/**
 * Parses raw records into readings, in batches of a bundle's. What is no valid reading becomes a
 * dead letter: nothing is dropped and nothing stops the job.
 *
 * <pre>{@code
 * pipeline.apply(ReadHeat.from(cluster)).apply(ParseReadings.fromJson());
 * }</pre>
 */
public final class ParseReadings
    extends PTransform<PCollection<KafkaRecord<byte[], byte[]>>, PCollection<ReadingBatch>> {
  /**
   * How far ahead of its arrival in Kafka a reading's time may be (data contract, "Dead letters").
   */
  static final Duration MAX_AHEAD = Duration.standardDays(1);

  // Enough that what a runner does for each element does not count; about 250 kB.
  private static final int DEFAULT_BATCH_READINGS = 1000;

  private static final byte[] EMPTY = new byte[0];

  private final int batchReadings;

  private ParseReadings(int batchReadings) {
    if (batchReadings < 1) {
      throw new IllegalArgumentException("A batch has at least one reading: " + batchReadings);
    }

    this.batchReadings = batchReadings;
  }

  /** Parses the JSON of the data contract. */
  public static ParseReadings fromJson() {
    return new ParseReadings(DEFAULT_BATCH_READINGS);
  }

  /** The most readings of a batch; default 1000. */
  public ParseReadings withBatchReadings(int readings) {
    return new ParseReadings(readings);
  }

  @Override
  public PCollection<ReadingBatch> expand(PCollection<KafkaRecord<byte[], byte[]>> records) {
    return records
        .apply("Global window", Window.into(new GlobalWindows()))
        .apply("Parse", ParDo.of(new Parse(batchReadings)))
        .setCoder(ReadingBatchCoder.of());
  }

  private static final class Parse extends DoFn<KafkaRecord<byte[], byte[]>, ReadingBatch> {
    private final int batchReadings;
    private final Counter readingCount = Metrics.counter(ParseReadings.class, "readings");
    private final Counter deadLetterCount = Metrics.counter(ParseReadings.class, "deadLetters");

    private transient List<ReceivedReading> readings;
    private transient List<DeadLetter> deadLetters;
    private transient Instant lastArrival;

    Parse(int batchReadings) {
      this.batchReadings = batchReadings;
    }

    @StartBundle
    public void startBundle() {
      readings = new ArrayList<>();
      deadLetters = new ArrayList<>();
      lastArrival = BoundedWindow.TIMESTAMP_MIN_VALUE;
    }

    @ProcessElement
    public void process(
        @Element KafkaRecord<byte[], byte[]> record,
        @Timestamp Instant arrival,
        OutputReceiver<ReadingBatch> output) {
      parse(record);
      lastArrival = arrival;
      if (readings.size() + deadLetters.size() >= batchReadings) {
        output.output(takeBatch());
      }
    }

    @FinishBundle
    public void finishBundle(FinishBundleContext context) {
      if (!readings.isEmpty() || !deadLetters.isEmpty()) {
        context.output(takeBatch(), lastArrival, GlobalWindow.INSTANCE);
      }
    }

    private ReadingBatch takeBatch() {
      readingCount.inc(readings.size());
      deadLetterCount.inc(deadLetters.size());
      ReadingBatch batch = ReadingBatch.of(readings, deadLetters);
      readings.clear();
      deadLetters.clear();
      return batch;
    }

    private void parse(KafkaRecord<byte[], byte[]> record) {
      byte[] value = record.getKV().getValue();
      KafkaPosition position = new KafkaPosition(record.getPartition(), record.getOffset());
      try {
        HeatReading reading = HeatJson.read(value);
        checkTime(reading, record.getTimestamp());
        readings.add(new ReceivedReading(reading, position, record.getTimestamp()));
      } catch (InvalidReadingException e) {
        deadLetters.add(
            new DeadLetter(
                value == null ? EMPTY : value,
                e.code(),
                e.getMessage(),
                position,
                System.currentTimeMillis()));
      }
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
