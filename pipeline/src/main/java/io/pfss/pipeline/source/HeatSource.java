// SPDX-License-Identifier: Apache-2.0
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
 * Outputs hints of the offsets to read next. The next step fetches the records.
 *
 * <p>So a runner stores only a few numbers of the source, however many readings arrive, and a
 * retried step fetches the same records; a restarted source would not.
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

  /** Maximum number of offsets of a partition in a hint. */
  int maxInFlightRecords() {
    return maxInFlightRecords;
  }

  /** Returns the numbers of the partitions that this split reads. */
  List<Integer> ownPartitions(int ofPartitions) {
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
      // Once: some runners call this repeatedly, and the splits must stay the same.
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
