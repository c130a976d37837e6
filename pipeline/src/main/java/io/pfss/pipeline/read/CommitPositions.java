package io.pfss.pipeline.read;

import io.pfss.pipeline.PositionRange;
import io.pfss.pipeline.kafka.KafkaCluster;
import io.pfss.pipeline.warehouse.KeptReadings;
import io.pfss.pipeline.warehouse.KeptReadingsCoder;
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
 * Commits the positions of readings that are kept, as the last of all steps that must have them,
 * and hands them on. Repeating it changes nothing.
 *
 * <pre>{@code
 * delivered.apply(CommitPositions.to(cluster).ofTopic("heat").asGroup("pfss"));
 * }</pre>
 */
public final class CommitPositions
    extends PTransform<PCollection<KeptReadings>, PCollection<KeptReadings>> {
  private final ConsumerGroup group;

  private CommitPositions(ConsumerGroup group) {
    this.group = group;
  }

  /** Commits positions in topic {@code heat} of a cluster, of group {@code pfss}. */
  public static CommitPositions to(KafkaCluster cluster) {
    return new CommitPositions(ConsumerGroup.of(cluster));
  }

  /** Names the topic that was read. */
  public CommitPositions ofTopic(String topic) {
    return new CommitPositions(group.ofTopic(topic));
  }

  /** Names the group that has read it. */
  public CommitPositions asGroup(String name) {
    return new CommitPositions(group.named(name));
  }

  /** Tells which of the jobs that have had the group commits; see {@link ReadHeat#nextJob}. */
  public CommitPositions asJob(long number) {
    return new CommitPositions(group.ofJob(number));
  }

  @Override
  public PCollection<KeptReadings> expand(PCollection<KeptReadings> kept) {
    return kept.apply("Commit", ParDo.of(new Commit(group))).setCoder(KeptReadingsCoder.of());
  }

  /** Ranges in order, those that follow each other as one. */
  static List<PositionRange> joined(List<PositionRange> ranges) {
    List<PositionRange> sorted = new ArrayList<>(ranges);
    sorted.sort(
        Comparator.comparingInt(PositionRange::partition).thenComparingLong(PositionRange::from));
    List<PositionRange> joined = new ArrayList<>();
    for (PositionRange range : sorted) {
      PositionRange last = joined.isEmpty() ? null : joined.get(joined.size() - 1);
      if (last != null && last.isFollowedBy(range)) {
        long arrivalMillis = Math.max(last.arrivalMillis(), range.arrivalMillis());
        joined.set(
            joined.size() - 1,
            new PositionRange(last.partition(), last.from(), range.until(), arrivalMillis));
      } else {
        joined.add(range);
      }
    }

    return joined;
  }

  private static final class Commit extends DoFn<KeptReadings, KeptReadings> {
    private final ConsumerGroup group;
    private final Counter leftOut = Metrics.counter(CommitPositions.class, "leftOut");

    Commit(ConsumerGroup group) {
      this.group = group;
    }

    @ProcessElement
    public void process(@Element KeptReadings kept, OutputReceiver<KeptReadings> output) {
      if (!kept.positions().isEmpty()) {
        leftOut.inc(GroupPositions.of(group).commit(joined(kept.positions())));
      }

      output.output(kept);
    }
  }
}
