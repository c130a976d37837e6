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
 * Outputs hints which offsets of a split's partitions to read, beyond the group's committed ones. A
 * partition has one hint at a time: the next when all its offsets are committed, or, as a runner
 * may lose one on its way, again after a while.
 *
 * <p>The watermark is the time at which records arrived in Kafka, less a delay for the way from the
 * sensor. A sensor's own clock has no say in it: one that runs a day ahead would make all others
 * late. A partition whose hint reaches its end, even one that never had a record, follows the
 * clock, so that it holds nobody back; where the clock is set back, time as it passes.
 */
final class HeatReader extends UnboundedReader<List<RangeHint>> {
  private static final Logger LOG = LoggerFactory.getLogger(HeatReader.class);

  /**
   * How long to wait between two looks. Some runners ask in a loop, which would take a whole
   * processor. Short, as a thread of the runner waits, and on some runners other readers with it.
   */
  private static final long POLL_INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  /** After which a hint whose offsets are not committed is taken for lost. */
  private static final long HINT_TIMEOUT_NANOS = TimeUnit.MINUTES.toNanos(1);

  /**
   * How often there is a hint of a partition without new records, with no offset: the steps that
   * follow have something to do that hangs on no record, as a sweep of the warehouse, and noticing
   * that a sensor is silent.
   */
  private static final long HEARTBEAT_INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(5);

  /** How often to look whether partitions were added, or the topic made again. */
  private static final long TOPIC_CHECK_INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final HeatSource source;
  private final SteadyClock clock;
  private final CommittedOffsets offsets;
  private final Map<Integer, PartitionProgress> states;
  private List<Integer> partitions = List.of();

  /** Of the topic that is read; null until it is known. */
  private @Nullable Uuid topic;

  private long topicLookNanos = System.nanoTime() - TOPIC_CHECK_INTERVAL_NANOS;
  private long lookNanos = System.nanoTime() - POLL_INTERVAL_NANOS;
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
    // A runner passes a hint on when this says that there is no other.
    if (!hasOutput) {
      LockSupport.parkNanos(lookNanos + POLL_INTERVAL_NANOS - System.nanoTime());
    }

    hasOutput = false;
    long nanos = System.nanoTime();
    if (nanos - lookNanos < POLL_INTERVAL_NANOS) {
      return false;
    }

    lookNanos = nanos;
    if (nanos - topicLookNanos >= TOPIC_CHECK_INTERVAL_NANOS) {
      topicLookNanos = nanos;
      partitions = source.mine(offsets.findTopic());
      forgetOtherTopic();
    }

    Instant before = getWatermark();
    List<RangeHint> hints = new ArrayList<>();
    // Before Kafka is asked: the end that it tells is not older.
    long now = clock.millis();
    offsets
        .fetchOffsets(partitions)
        .forEach((partition, place) -> addHint(partition, place, now, nanos, hints));
    if (hints.isEmpty()) {
      return false;
    }

    current = List.copyOf(hints);
    // Holds back whoever waits for records that arrived at or after this time.
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
          "Offsets {} to {} of partition {} are not committed after {} ms: reading them again",
          from,
          state.until(),
          partition,
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

  /** Of a topic that was made again, hints in the one before it say nothing. */
  private void forgetOtherTopic() {
    Uuid found = offsets.topic();
    if (topic != null && found != null && !topic.equals(found)) {
      states.replaceAll((partition, state) -> state.withoutHint());
    }

    topic = found == null ? topic : found;
  }

  /** The first offset of the next hint: where checkpoints count, the one after the last hint. */
  private long first(PartitionProgress state, Place place) {
    boolean isKnown = state.until() >= 0 && state.until() <= place.end();
    return source.group().isCheckpointed() && isKnown ? state.until() : place.committed();
  }

  @Override
  public List<RangeHint> getCurrent() {
    if (current == null) {
      throw new NoSuchElementException("There is no hint yet");
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
    // The consumer is the worker's.
  }
}
