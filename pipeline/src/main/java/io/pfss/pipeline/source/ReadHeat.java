// SPDX-License-Identifier: Apache-2.0
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
 * Reads the raw records of topic {@code heat}, with or without keys, from the committed offsets of
 * a consumer group on. {@link CommitOffsets} commits an offset only when every sink has the record.
 * So a restart begins at or before the first record that a sink lacks, whatever state the runner
 * has.
 *
 * <p>KafkaIO is not used: SparkRunner reads again when memory is short or an executor is lost, and
 * KafkaIO then continues after the records of the first read, which are lost.
 *
 * <pre>{@code
 * pipeline.apply(ReadHeat.from(KafkaCluster.at("localhost:9092")).withGroup("my-job"));
 * }</pre>
 */
public final class ReadHeat extends PTransform<PBegin, PCollection<HeatBatch>> {
  private static final Duration DEFAULT_WATERMARK_DELAY = Duration.standardSeconds(2);
  private static final int DEFAULT_MAX_IN_FLIGHT_RECORDS = 40_000;

  // About 700 kB: large enough to make the runner's cost per element negligible.
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
          "The maximum of records in flight must be positive: " + maxInFlightRecords);
    }

    if (batchReadings < 1) {
      throw new IllegalArgumentException(
          "The number of records in a batch must be positive: " + batchReadings);
    }

    this.watermarkDelay = watermarkDelay;
    this.maxInFlightRecords = maxInFlightRecords;
    this.batchReadings = batchReadings;
  }

  /**
   * Reads topic {@code heat} of a cluster as group {@code pfss}; a new group starts at the oldest
   * record.
   */
  public static ReadHeat from(KafkaCluster cluster) {
    return new ReadHeat(
        ConsumerGroup.of(cluster),
        StartFrom.EARLIEST,
        DEFAULT_WATERMARK_DELAY,
        DEFAULT_MAX_IN_FLIGHT_RECORDS,
        DEFAULT_BATCH_READINGS);
  }

  /** Sets the topic. */
  public ReadHeat withTopic(String topic) {
    return with(group.ofTopic(topic));
  }

  /** Sets the consumer group. */
  public ReadHeat withGroup(String name) {
    return with(group.named(name));
  }

  /**
   * Sets the number of the job, see {@link #nextJob}. With 0, the default, jobs of the same group
   * do not stop each other.
   */
  public ReadHeat asJob(long number) {
    return with(group.ofJob(number));
  }

  /**
   * Returns the number for a job that starts now, for {@link #asJob} and {@link
   * CommitOffsets#asJob}. Earlier jobs that still read with the group stop, so only one job
   * receives readings.
   *
   * @throws io.pfss.pipeline.kafka.KafkaUnavailableException if Kafka does not answer within 30 s
   *     or refuses the request
   */
  public long nextJob() {
    return group.nextJob();
  }

  /** Sets where a group without committed offsets starts. */
  public ReadHeat withStart(StartFrom from) {
    return new ReadHeat(group, from, watermarkDelay, maxInFlightRecords, batchReadings);
  }

  /**
   * Sets the watermark delay: how long a reading may take from the sensor to Kafka and still be on
   * time. Default 2 s.
   */
  public ReadHeat withWatermarkDelay(Duration delay) {
    return new ReadHeat(group, start, delay, maxInFlightRecords, batchReadings);
  }

  /** Sets the maximum number of records in flight per partition; default 40,000. */
  public ReadHeat withMaxInFlightRecords(int readings) {
    return new ReadHeat(group, start, watermarkDelay, readings, batchReadings);
  }

  /** Sets the maximum number of records in a batch; default 1000. */
  public ReadHeat withBatchReadings(int readings) {
    return new ReadHeat(group, start, watermarkDelay, maxInFlightRecords, readings);
  }

  /**
   * Commits offsets when the runner finalizes a checkpoint, as {@code
   * KafkaIO.commitOffsetsInFinalize} does, instead of in {@link CommitOffsets}. It is for pipelines
   * whose last steps do not receive batches. The runner decides how many records are in flight;
   * {@link #withMaxInFlightRecords} limits one read.
   *
   * <p>Do not use it on SparkRunner, which finalizes a checkpoint before the following steps are
   * done. A crash then loses the records in flight, and so does a lack of memory: an evicted hint
   * is not output again.
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
              + " is the main job's, which would skip the records read here: choose another by"
              + " withGroup");
    }

    return begin
        .apply(
            "Offsets", Read.from(new HeatSource(group, start, watermarkDelay, maxInFlightRecords)))
        .apply("Fetch", ParDo.of(new FetchRecords(group, batchReadings)));
  }
}
