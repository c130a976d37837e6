package io.pfss.pipeline.source;

import io.pfss.pipeline.element.HeatBatch;
import io.pfss.pipeline.kafka.KafkaCluster;
import java.util.Objects;
import org.apache.beam.sdk.io.Read;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.joda.time.Duration;

/**
 * Reads the raw records of topic {@code heat}, keys or not, with their partitions and offsets, from
 * the committed offsets of a consumer group. {@link CommitOffsets} commits when all sinks have a
 * record, and only then: a restart, whatever the runner has kept, begins at or before the first
 * record that some sink does not have.
 *
 * <p>Not by KafkaIO: a runner that repeats a read of it, as SparkRunner does when memory is short
 * or an executor is lost, goes on behind what was read first, and the records in between are gone.
 *
 * <pre>{@code
 * pipeline.apply(ReadHeat.from(KafkaCluster.at("localhost:9092")).withGroup("my-job"));
 * }</pre>
 */
public final class ReadHeat extends PTransform<PBegin, PCollection<HeatBatch>> {
  private static final Duration DEFAULT_WATERMARK_DELAY = Duration.standardSeconds(2);
  private static final int DEFAULT_MAX_IN_FLIGHT_RECORDS = 40_000;

  // Enough that what a runner does for each element does not count; about 700 kB.
  private static final int DEFAULT_BATCH_READINGS = 1000;

  private final ConsumerGroup group;
  private final StartFrom start;
  private final Duration watermarkDelay;
  private final int maxInFlightRecords;
  private final int batchReadings;

  private ReadHeat(
      ConsumerGroup group,
      StartFrom start,
      Duration watermarkDelay,
      int maxInFlightRecords,
      int batchReadings) {
    this.group = group;
    this.start = Objects.requireNonNull(start, "start");
    if (watermarkDelay.isShorterThan(Duration.ZERO)) {
      throw new IllegalArgumentException("The watermark delay is negative: " + watermarkDelay);
    }

    if (maxInFlightRecords < 1) {
      throw new IllegalArgumentException(
          "At least one record is in flight, not " + maxInFlightRecords);
    }

    if (batchReadings < 1) {
      throw new IllegalArgumentException("A batch has at least one record, not " + batchReadings);
    }

    this.watermarkDelay = watermarkDelay;
    this.maxInFlightRecords = maxInFlightRecords;
    this.batchReadings = batchReadings;
  }

  /**
   * Reads topic {@code heat} of a cluster as group {@code pfss}, at first from its oldest record.
   */
  public static ReadHeat from(KafkaCluster cluster) {
    return new ReadHeat(
        ConsumerGroup.of(cluster),
        StartFrom.EARLIEST,
        DEFAULT_WATERMARK_DELAY,
        DEFAULT_MAX_IN_FLIGHT_RECORDS,
        DEFAULT_BATCH_READINGS);
  }

  /** Reads another topic. */
  public ReadHeat withTopic(String topic) {
    return with(group.ofTopic(topic));
  }

  /** Reads as another consumer group. */
  public ReadHeat withGroup(String name) {
    return with(group.named(name));
  }

  /**
   * Reads as one of the jobs that have had the group, see {@link #nextJob}; 0, the default: any.
   */
  public ReadHeat asJob(long number) {
    return with(group.ofJob(number));
  }

  /**
   * The number for a job that starts now, for {@link #asJob} and {@link CommitOffsets#asJob}.
   * Earlier jobs that still read as the group then stop: readings go to one job only.
   *
   * @throws io.pfss.pipeline.kafka.KafkaUnavailableException if Kafka does not answer within 30 s
   *     or refuses
   */
  public long nextJob() {
    return group.nextJob();
  }

  /** Where to start in partitions in which the group has committed no offset. */
  public ReadHeat withStart(StartFrom from) {
    return new ReadHeat(group, from, watermarkDelay, maxInFlightRecords, batchReadings);
  }

  /**
   * How long a reading may take from its sensor to Kafka and still be on time; the watermark stays
   * this far behind. Default 2 s.
   */
  public ReadHeat withWatermarkDelay(Duration delay) {
    return new ReadHeat(group, start, delay, maxInFlightRecords, batchReadings);
  }

  /** The most records of a partition that are on their way at once; default 40,000. */
  public ReadHeat withMaxInFlightRecords(int readings) {
    return new ReadHeat(group, start, watermarkDelay, readings, batchReadings);
  }

  /** The most records of a batch; default 1000. */
  public ReadHeat withBatchReadings(int readings) {
    return new ReadHeat(group, start, watermarkDelay, maxInFlightRecords, readings);
  }

  /**
   * Leaves it to the runner's checkpoints which offsets are committed, as {@code
   * KafkaIO.commitOffsetsInFinalize} does, and not to {@link CommitOffsets}: for pipelines whose
   * last steps do not know the batches. Offsets are committed when the runner finalizes a
   * checkpoint. How much is on its way, the runner decides: {@link #withMaxInFlightRecords} bounds
   * what is read at once.
   *
   * <p>Not for SparkRunner, which finalizes before the steps that follow are done: a kill loses
   * what was on its way, and so does a lack of memory, as a hint that is evicted is not output
   * again.
   */
  public ReadHeat withCheckpointedOffsets() {
    return with(group.checkpointed());
  }

  private ReadHeat with(ConsumerGroup other) {
    return new ReadHeat(other, start, watermarkDelay, maxInFlightRecords, batchReadings);
  }

  @Override
  public PCollection<HeatBatch> expand(PBegin begin) {
    if (group.isCheckpointed() && group.name().equals(ConsumerGroup.DEFAULT_NAME)) {
      throw new IllegalArgumentException(
          "Group "
              + group.name()
              + " is the main job's, which would skip what is read here: name one of your own by"
              + " withGroup");
    }

    return begin
        .apply(
            "Offsets", Read.from(new HeatSource(group, start, watermarkDelay, maxInFlightRecords)))
        .apply("Fetch", ParDo.of(new FetchRecords(group, batchReadings)));
  }
}
