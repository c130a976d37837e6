package io.pfss.pipeline.source;

import io.pfss.pipeline.element.RecordCoder;
import io.pfss.pipeline.support.SteadyClock;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.io.UnboundedSource;
import org.apache.beam.sdk.options.PipelineOptions;
import org.joda.time.Duration;

/**
 * Yields which offsets are to be read next, not the records: these are fetched by the step after
 * it.
 *
 * <p>What a runner keeps of a source is then a few numbers, however many readings arrive; and a
 * step that is repeated reads the very same records, which a source that is asked again does not.
 */
final class HeatSource extends UnboundedSource<List<RangeHint>, SourceCheckpoint> {
  private final ConsumerGroup group;
  private final StartFrom start;
  private final Duration watermarkDelay;
  private final int maxInFlightRecords;
  private final int split;
  private final int splits;

  private transient int partitions;

  HeatSource(
      ConsumerGroup group, StartFrom start, Duration watermarkDelay, int maxInFlightRecords) {
    this(group, start, watermarkDelay, maxInFlightRecords, 0, 1);
  }

  private HeatSource(
      ConsumerGroup group,
      StartFrom start,
      Duration watermarkDelay,
      int maxInFlightRecords,
      int split,
      int splits) {
    this.group = Objects.requireNonNull(group, "group");
    this.start = Objects.requireNonNull(start, "start");
    this.watermarkDelay = Objects.requireNonNull(watermarkDelay, "watermarkDelay");
    this.maxInFlightRecords = maxInFlightRecords;
    this.split = split;
    this.splits = splits;
  }

  ConsumerGroup group() {
    return group;
  }

  Duration watermarkDelay() {
    return watermarkDelay;
  }

  /** The most offsets of a partition that a hint covers. */
  int maxInFlightRecords() {
    return maxInFlightRecords;
  }

  /** Which of a topic's partitions this split reads, by their numbers. */
  List<Integer> mine(int ofPartitions) {
    return IntStream.range(0, ofPartitions)
        .filter(partition -> partition % splits == split)
        .boxed()
        .toList();
  }

  @Override
  public List<HeatSource> split(int desiredSplits, PipelineOptions options) {
    if (splits > 1) {
      return List.of(this);
    }

    if (partitions == 0) {
      // Once: some runners ask for the splits again and again, and they must stay the same.
      partitions = CommittedOffsets.of(group).begin(start);
    }

    int count = Math.max(1, Math.min(desiredSplits, partitions));
    return IntStream.range(0, count)
        .mapToObj(
            index -> new HeatSource(group, start, watermarkDelay, maxInFlightRecords, index, count))
        .toList();
  }

  @Override
  public UnboundedReader<List<RangeHint>> createReader(
      PipelineOptions options, SourceCheckpoint mark) {
    return new HeatReader(this, mark, SteadyClock.system());
  }

  @Override
  public Coder<SourceCheckpoint> getCheckpointMarkCoder() {
    return SourceCheckpoint.CODER;
  }

  @Override
  public Coder<List<RangeHint>> getOutputCoder() {
    return ListCoder.of(RecordCoder.of(RangeHint.class));
  }
}
