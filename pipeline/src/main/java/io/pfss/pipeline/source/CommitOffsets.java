// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.source;

import io.pfss.pipeline.element.Delivery;
import io.pfss.pipeline.element.OffsetRange;
import io.pfss.pipeline.kafka.KafkaCluster;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;

/**
 * Commits the offsets of delivered readings and outputs the deliveries. It must follow every step
 * that must have stored the readings. A retry changes nothing.
 *
 * <pre>{@code
 * delivered.apply(CommitOffsets.to(cluster).ofTopic("heat").asGroup("pfss"));
 * }</pre>
 */
public final class CommitOffsets extends PTransform<PCollection<Delivery>, PCollection<Delivery>> {
  private final ConsumerGroup group;

  private CommitOffsets(ConsumerGroup group) {
    this.group = group;
  }

  /** Commits offsets of topic {@code heat} for group {@code pfss}. */
  public static CommitOffsets to(KafkaCluster cluster) {
    return new CommitOffsets(ConsumerGroup.of(cluster));
  }

  /** Sets the topic that was read. */
  public CommitOffsets ofTopic(String topic) {
    return new CommitOffsets(group.ofTopic(topic));
  }

  /** Sets the consumer group that has read the topic. */
  public CommitOffsets asGroup(String name) {
    return new CommitOffsets(group.named(name));
  }

  /** Sets the number of the job that commits; see {@link ReadHeat#nextJob}. */
  public CommitOffsets asJob(long number) {
    return new CommitOffsets(group.ofJob(number));
  }

  @Override
  public PCollection<Delivery> expand(PCollection<Delivery> delivery) {
    return delivery.apply("Commit", ParDo.of(new Commit(group)));
  }

  /** Returns the ranges in order, with adjacent ranges joined. */
  static List<OffsetRange> joined(List<OffsetRange> ranges) {
    List<OffsetRange> sorted = new ArrayList<>(ranges);
    sorted.sort(
        Comparator.comparingInt(OffsetRange::partition).thenComparingLong(OffsetRange::from));
    List<OffsetRange> joined = new ArrayList<>();
    for (OffsetRange range : sorted) {
      OffsetRange last = joined.isEmpty() ? null : joined.get(joined.size() - 1);
      if (last != null && last.isFollowedBy(range)) {
        long arrivalMillis = Math.max(last.arrivalMillis(), range.arrivalMillis());
        joined.set(
            joined.size() - 1,
            new OffsetRange(last.partition(), last.from(), range.until(), arrivalMillis));
      } else {
        joined.add(range);
      }
    }

    return joined;
  }

  private static final class Commit extends DoFn<Delivery, Delivery> {
    private final ConsumerGroup group;
    private final Counter outOfOrderRanges =
        Metrics.counter(CommitOffsets.class, "outOfOrderRanges");

    Commit(ConsumerGroup group) {
      this.group = group;
    }

    @ProcessElement
    public void process(@Element Delivery delivery, OutputReceiver<Delivery> output) {
      if (!delivery.offsets().isEmpty()) {
        outOfOrderRanges.inc(CommittedOffsets.of(group).commit(joined(delivery.offsets())));
      }

      output.output(delivery);
    }
  }
}
