package io.pfss.pipeline.source;

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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Claims what a split's partitions have beyond the group's positions. A partition has one claim at
 * a time: the next when the position has passed it, or, as a runner may lose one on its way, again
 * after a while.
 *
 * <p>The watermark is the time at which records arrived in Kafka, less a delay for the way from the
 * sensor. A sensor's own clock has no say in it: one that runs a day ahead would make all others
 * late. A partition that is claimed to its end, even one that never had a record, follows the
 * clock, so that it holds nobody back; where the clock is set back, time as it passes.
 */
final class HeatReader extends UnboundedReader<List<RangeHint>> {
  private static final Logger LOG = LoggerFactory.getLogger(HeatReader.class);

  /**
   * How long to wait between two looks. Some runners ask in a loop, which would take a whole
   * processor. Short, as a thread of the runner waits, and on some runners other readers with it.
   */
  private static final long POLL_INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  /** After which a claim whose records are not done is taken for lost. */
  private static final long CLAIM_TIMEOUT_NANOS = TimeUnit.MINUTES.toNanos(1);

  /**
   * How often a partition without new records is claimed all the same, with no offset: the steps
   * that follow have something to do that hangs on no record, as a sweep of the warehouse, and
   * noticing that a sensor is silent.
   */
  private static final long HEARTBEAT_INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(5);

  /** How often to look whether partitions were added, or the topic made again. */
  private static final long TOPIC_CHECK_INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final HeatSource source;
  private final SteadyClock clock;
  private final CommittedOffsets positions;
  private final Map<Integer, PartitionProgress> states;
  private List<Integer> partitions = List.of();

  /** Of the topic that is read; null until it is known. */
  private Uuid topic;

  private long topicLookNanos = System.nanoTime() - TOPIC_CHECK_INTERVAL_NANOS;
  private long lookNanos = System.nanoTime() - POLL_INTERVAL_NANOS;
  private boolean hasClaimed;
  private List<RangeHint> current;
  private Instant currentTimestamp;

  HeatReader(HeatSource source, SourceCheckpoint mark, SteadyClock clock) {
    this.source = source;
    this.clock = clock;
    this.positions = CommittedOffsets.of(source.group());
    this.states = mark == null ? new TreeMap<>() : new TreeMap<>(mark.partitions());
    this.topic = mark == null ? null : mark.topic();
  }

  @Override
  public boolean start() {
    return advance();
  }

  @Override
  public boolean advance() {
    // A runner passes a claim on when this says that there is no other.
    if (!hasClaimed) {
      LockSupport.parkNanos(lookNanos + POLL_INTERVAL_NANOS - System.nanoTime());
    }

    hasClaimed = false;
    long nanos = System.nanoTime();
    if (nanos - lookNanos < POLL_INTERVAL_NANOS) {
      return false;
    }

    lookNanos = nanos;
    if (nanos - topicLookNanos >= TOPIC_CHECK_INTERVAL_NANOS) {
      topicLookNanos = nanos;
      partitions = source.mine(positions.findTopic());
      forgetOtherTopic();
    }

    Instant before = getWatermark();
    List<RangeHint> claims = new ArrayList<>();
    // Before Kafka is asked: the end that it tells is not older.
    long now = clock.millis();
    positions
        .fetchOffsets(partitions)
        .forEach((partition, lag) -> claim(partition, lag, now, nanos, claims));
    if (claims.isEmpty()) {
      return false;
    }

    current = List.copyOf(claims);
    // Holds back whoever waits for records that arrived at or after this time.
    currentTimestamp = before;
    hasClaimed = true;
    return true;
  }

  private void claim(
      int partition, PartitionLag lag, long now, long nanos, List<RangeHint> claims) {
    PartitionProgress state =
        states.getOrDefault(
            partition, new PartitionProgress(-1, nanos, BoundedWindow.TIMESTAMP_MIN_VALUE));
    long from = first(state, lag);
    if (from < state.until()) {
      if (nanos - state.claimedAtNanos() < CLAIM_TIMEOUT_NANOS) {
        return;
      }

      LOG.warn(
          "Records {} to {} of partition {} are not done after {} ms: claiming them again",
          from,
          state.until(),
          partition,
          TimeUnit.NANOSECONDS.toMillis(nanos - state.claimedAtNanos()));
    }

    long until = Math.min(lag.end(), from + source.maxInFlightRecords());
    boolean isClaimed = until > from || nanos - state.claimedAtNanos() >= HEARTBEAT_INTERVAL_NANOS;
    if (isClaimed) {
      claims.add(new RangeHint(partition, from, until, until == lag.end() ? now : 0));
    }

    long knownMillis = until == lag.end() ? now : lag.committedArrivalMillis();
    states.put(
        partition,
        new PartitionProgress(until, isClaimed ? nanos : state.claimedAtNanos(), state.watermark())
            .advancedTo(Instant.ofEpochMilli(knownMillis).minus(source.watermarkDelay())));
  }

  /** Of a topic that was made again, what was claimed in the one before it says nothing. */
  private void forgetOtherTopic() {
    Uuid found = positions.topic();
    if (topic != null && found != null && !topic.equals(found)) {
      states.replaceAll((partition, state) -> state.unclaimed());
    }

    topic = found == null ? topic : found;
  }

  /** The first offset to claim: where checkpoints count, the one after what is claimed. */
  private long first(PartitionProgress state, PartitionLag lag) {
    boolean isKnown = state.until() >= 0 && state.until() <= lag.end();
    return source.group().isCheckpointed() && isKnown ? state.until() : lag.committed();
  }

  @Override
  public List<RangeHint> getCurrent() {
    if (current == null) {
      throw new NoSuchElementException("Nothing is claimed yet");
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
    return new SourceCheckpoint(topic, states, source.group().isCheckpointed() ? positions : null);
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
