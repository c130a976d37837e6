package io.pfss.pipeline.kafka;

import java.util.Optional;
import org.apache.beam.sdk.io.kafka.KafkaRecord;
import org.apache.beam.sdk.io.kafka.TimestampPolicy;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.joda.time.Duration;
import org.joda.time.Instant;

/**
 * A partition's watermark by the time at which records arrived in Kafka, less an allowance for the
 * way from the sensor.
 *
 * <p>A sensor's own clock has no say in it: one that runs a day ahead would make all others late. A
 * partition that is read to its end, even one that never had a record, follows the clock, so that
 * it holds nobody back. The watermark never passes the clock less the allowance.
 */
final class ArrivalTimePolicy<K, V> extends TimestampPolicy<K, V> {
  private final Duration allowance;
  private Instant watermark;

  ArrivalTimePolicy(Duration allowance, Optional<Instant> previousWatermark) {
    this.allowance = allowance;
    this.watermark = previousWatermark.orElse(BoundedWindow.TIMESTAMP_MIN_VALUE);
  }

  @Override
  public Instant getTimestampForRecord(PartitionContext context, KafkaRecord<K, V> record) {
    Instant arrival = new Instant(record.getTimestamp());
    advanceTo(arrival);
    return arrival;
  }

  @Override
  public Instant getWatermark(PartitionContext context) {
    if (context.getMessageBacklog() == 0) {
      advanceTo(context.getBacklogCheckTime());
    }

    return watermark;
  }

  private void advanceTo(Instant arrival) {
    // Records stamped by their producer may carry any time, so also one that is yet to come.
    Instant now = Instant.now();
    Instant candidate = (arrival.isBefore(now) ? arrival : now).minus(allowance);
    if (candidate.isAfter(watermark)) {
      watermark = candidate;
    }
  }
}
