// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.source;

import io.pfss.pipeline.source.GroupLag.Place;
import io.pfss.pipeline.support.SteadyClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.beam.sdk.io.UnboundedSource.UnboundedReader;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.kafka.common.Uuid;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Outputs hints: offset ranges of a split's partitions to read, from the group's committed offsets
 * on. A partition has one hint at a time. The next hint follows when all offsets of the last one
 * are committed; after a timeout the hint is repeated, because a runner may lose it.
 *
 * <p>The watermark is the arrival time of records in Kafka, less the watermark delay. Timestamps of
 * sensors do not move it: one clock that runs a day ahead would make all other readings late. The
 * watermark of a partition whose hint reaches its end, even of an empty one, follows the {@link
 * SteadyClock}, so that it does not hold back the others.
 */
final class HeatReader extends UnboundedReader<List<RangeHint>> {
  private static final Logger LOG = LoggerFactory.getLogger(HeatReader.class);

  /**
   * Minimum interval between two fetches of offsets. Some runners call {@link #advance} in a loop,
   * which would use a whole processor. Short, because it blocks a thread of the runner, and on some
   * runners other readers too.
   */
  private static final long POLL_INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  /** Time after which a hint whose offsets are not committed is considered lost. */
  private static final long HINT_TIMEOUT_NANOS = TimeUnit.MINUTES.toNanos(1);

  /**
   * Interval of empty hints of a partition without new records. Following steps need them for work
   * that does not depend on a record: merging orphaned segments and detecting silent sensors.
   */
  private static final long HEARTBEAT_INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(5);

  /** Interval of checks for added partitions and a recreated topic. */
  private static final long TOPIC_CHECK_INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final HeatSource source;
  private final SteadyClock clock;
  private final CommittedOffsets offsets;
  private final Map<Integer, PartitionProgress> states;
  private List<Integer> partitions = List.of();

  /** The id of the topic; null until it is known. */
  private @Nullable Uuid topic;

  private long topicCheckedNanos = System.nanoTime() - TOPIC_CHECK_INTERVAL_NANOS;
  private long polledNanos = System.nanoTime() - POLL_INTERVAL_NANOS;
  private boolean hasOutput;
  private @Nullable List<RangeHint> current;
  private Instant currentTimestamp = BoundedWindow.TIMESTAMP_MIN_VALUE;

  HeatReader(HeatSource source, @Nullable SourceCheckpoint mark, SteadyClock clock) {
    this.source = source;
    this.clock = clock;
    this.offsets = CommittedOffsets.of(source.group());
    this.states = mark == null ? new TreeMap<>() : new TreeMap<>(mark.partitions());
    this.topic = mark == null ? null : mark.topic();
  }

  @Override
  public boolean start() {
    return advance();
  }

  @Override
  public boolean advance() {
    // A runner forwards a hint when this method returns false, so that return must not wait.
    if (!hasOutput) {
      LockSupport.parkNanos(polledNanos + POLL_INTERVAL_NANOS - System.nanoTime());
    }

    hasOutput = false;
    long nanos = System.nanoTime();
    if (nanos - polledNanos < POLL_INTERVAL_NANOS) {
      return false;
    }

    polledNanos = nanos;
    if (nanos - topicCheckedNanos >= TOPIC_CHECK_INTERVAL_NANOS) {
      topicCheckedNanos = nanos;
      partitions = source.ownPartitions(offsets.findTopic());
      forgetOtherTopic();
    }

    Instant before = getWatermark();
    List<RangeHint> hints = new ArrayList<>();
    // Before the request to Kafka, so that the end it returns is not older.
    long now = clock.millis();
    offsets
        .fetchOffsets(partitions)
        .forEach((partition, place) -> addHint(partition, place, now, nanos, hints));
    if (hints.isEmpty()) {
      return false;
    }

    current = List.copyOf(hints);
    // Holds back the watermark of steps that wait for records that arrived since then.
    currentTimestamp = before;
    hasOutput = true;
    return true;
  }

  private void addHint(int partition, Place place, long now, long nanos, List<RangeHint> hints) {
    PartitionProgress state =
        states.getOrDefault(
            partition, new PartitionProgress(-1, nanos, BoundedWindow.TIMESTAMP_MIN_VALUE));
    long from = first(state, place);
    if (from < state.until()) {
      if (nanos - state.hintedAtNanos() < HINT_TIMEOUT_NANOS) {
        return;
      }

      LOG.warn(
          "Offsets not committed; fetching again partition={} from={} until={} waitedMillis={}",
          partition,
          from,
          state.until(),
          TimeUnit.NANOSECONDS.toMillis(nanos - state.hintedAtNanos()));
    }

    long until = Math.min(place.end(), from + source.maxInFlightRecords());
    boolean isDue = until > from || nanos - state.hintedAtNanos() >= HEARTBEAT_INTERVAL_NANOS;
    if (isDue) {
      hints.add(new RangeHint(partition, from, until, until == place.end() ? now : 0));
    }

    long knownMillis = until == place.end() ? now : place.arrivalMillis();
    states.put(
        partition,
        new PartitionProgress(until, isDue ? nanos : state.hintedAtNanos(), state.watermark())
            .advancedTo(Instant.ofEpochMilli(knownMillis).minus(source.watermarkDelay())));
  }

  /** Discards the hints of a deleted topic when the topic was recreated. */
  private void forgetOtherTopic() {
    Uuid found = offsets.topic();
    if (topic != null && found != null && !topic.equals(found)) {
      states.replaceAll((partition, state) -> state.withoutHint());
    }

    topic = found == null ? topic : found;
  }

  /**
   * Returns the first offset of the next hint: with checkpointed offsets, the end of the last one.
   */
  private long first(PartitionProgress state, Place place) {
    boolean isKnown = state.until() >= 0 && state.until() <= place.end();
    return source.group().isCheckpointed() && isKnown ? state.until() : place.committed();
  }

  @Override
  public List<RangeHint> getCurrent() {
    if (current == null) {
      throw new NoSuchElementException("No hint has been output yet");
    }

    return current;
  }

  @Override
  public Instant getCurrentTimestamp() {
    getCurrent();
    return currentTimestamp;
  }

  @Override
  public Instant getWatermark() {
    if (states.size() < partitions.size() || states.isEmpty()) {
      return BoundedWindow.TIMESTAMP_MIN_VALUE;
    }

    return states.values().stream()
        .map(PartitionProgress::watermark)
        .min(Instant::compareTo)
        .orElse(BoundedWindow.TIMESTAMP_MIN_VALUE);
  }

  @Override
  public SourceCheckpoint getCheckpointMark() {
    return new SourceCheckpoint(topic, states, source.group().isCheckpointed() ? offsets : null);
  }

  @Override
  public HeatSource getCurrentSource() {
    return source;
  }

  @Override
  public void close() {
    // The worker shares the consumer.
  }
}
