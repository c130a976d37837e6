package io.pfss.pipeline.read;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import org.apache.beam.sdk.io.UnboundedSource.UnboundedReader;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Claims what a split's partitions have beyond the group's positions. A partition has one claim at
 * a time: the next when the position has passed it, or, as a runner may lose one on its way, again
 * after a while.
 *
 * <p>The watermark is the time at which records arrived in Kafka, less an allowance for the way
 * from the sensor. A sensor's own clock has no say in it: one that runs a day ahead would make all
 * others late. A partition that is claimed to its end, even one that never had a record, follows
 * the clock, so that it holds nobody back.
 */
final class ClaimReader extends UnboundedReader<List<Claim>> {
  private static final Logger LOG = LoggerFactory.getLogger(ClaimReader.class);

  /** Some runners ask in a loop. */
  private static final long LOOK_MILLIS = 20;

  /** After which a claim whose records are not done is taken for lost. */
  private static final long LOST_MILLIS = Duration.standardMinutes(1).getMillis();

  /**
   * How often a partition without new records is claimed all the same, with no offset: the steps
   * that follow have something to do that hangs on no record, as a sweep of the warehouse, and
   * noticing that a sensor is silent.
   */
  private static final long BEAT_MILLIS = Duration.standardSeconds(5).getMillis();

  /** How often to look whether partitions were added, or the topic made again. */
  private static final long TOPIC_MILLIS = Duration.standardSeconds(30).getMillis();

  private final ClaimSource source;
  private final GroupPositions positions;
  private final Map<Integer, ClaimState> states;
  private List<Integer> partitions = List.of();
  private long topicLookMillis;
  private long lookMillis;
  private List<Claim> current;
  private Instant currentTimestamp;

  ClaimReader(ClaimSource source, ClaimMark mark) {
    this.source = source;
    this.positions = GroupPositions.of(source.group());
    this.states = mark == null ? new TreeMap<>() : new TreeMap<>(mark.partitions());
  }

  @Override
  public boolean start() {
    return advance();
  }

  @Override
  public boolean advance() {
    long now = System.currentTimeMillis();
    if (now - lookMillis < LOOK_MILLIS) {
      return false;
    }

    lookMillis = now;
    if (now - topicLookMillis >= TOPIC_MILLIS) {
      topicLookMillis = now;
      partitions = source.mine(positions.findTopic());
    }

    Instant before = getWatermark();
    List<Claim> claims = new ArrayList<>();
    positions
        .look(partitions)
        .forEach((partition, standing) -> claim(partition, standing, now, claims));
    if (claims.isEmpty()) {
      return false;
    }

    current = List.copyOf(claims);
    // Holds back whoever waits for records that arrived at or after this time.
    currentTimestamp = before;
    return true;
  }

  private void claim(int partition, Standing standing, long now, List<Claim> claims) {
    ClaimState state =
        states.getOrDefault(partition, new ClaimState(-1, now, BoundedWindow.TIMESTAMP_MIN_VALUE));
    if (standing.committed() < state.until()) {
      if (now - state.claimedAtMillis() < LOST_MILLIS) {
        return;
      }

      LOG.warn(
          "Records {} to {} of partition {} are not done after {} ms: claiming them again",
          standing.committed(),
          state.until(),
          partition,
          now - state.claimedAtMillis());
    }

    long until = Math.min(standing.end(), standing.committed() + source.claimReadings());
    boolean isClaimed =
        until > standing.committed() || now - state.claimedAtMillis() >= BEAT_MILLIS;
    if (isClaimed) {
      claims.add(
          new Claim(partition, standing.committed(), until, until == standing.end() ? now : 0));
    }

    long knownMillis = until == standing.end() ? now : standing.committedArrivalMillis();
    states.put(
        partition,
        new ClaimState(until, isClaimed ? now : state.claimedAtMillis(), state.watermark())
            .advancedTo(Instant.ofEpochMilli(knownMillis).minus(source.allowance())));
  }

  @Override
  public List<Claim> getCurrent() {
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
        .map(ClaimState::watermark)
        .min(Instant::compareTo)
        .orElse(BoundedWindow.TIMESTAMP_MIN_VALUE);
  }

  @Override
  public ClaimMark getCheckpointMark() {
    return new ClaimMark(states);
  }

  @Override
  public ClaimSource getCurrentSource() {
    return source;
  }

  @Override
  public void close() {
    // The consumer is the worker's.
  }
}
