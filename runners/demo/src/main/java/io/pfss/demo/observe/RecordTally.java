package io.pfss.demo.observe;

import io.pfss.driver.web.LatestReading;
import io.pfss.models.reading.ErrorCode;
import io.pfss.models.soh.SohState;
import io.pfss.pipeline.element.SourceOffset;
import io.pfss.pipeline.kafka.RecordFinder;
import io.pfss.pipeline.kafka.SourceHeaders;
import io.pfss.pipeline.sink.DeadLetterSink;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntToLongFunction;
import org.HdrHistogram.Histogram;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.collect.Comparators;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.roaringbitmap.longlong.Roaring64Bitmap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the records of {@code heat_pf} and {@code heat_dlq}. Thread-safe.
 *
 * <p>Identity is the reading's (partition, offset): whatever the sinks hold twice counts once.
 */
final class RecordTally {
  private static final Logger LOG = LoggerFactory.getLogger(RecordTally.class);

  private final ObservedTopics topics;
  private final IntToLongFunction starts;
  private final Clock clock;
  private final Duration retention;

  private final OffsetSets scoredOffsets = new OffsetSets();
  private final OffsetSets deadOffsets = new OffsetSets();
  private final OffsetSets refusedOffsets = new OffsetSets();
  private final OffsetSets accountedOffsets = new OffsetSets();

  /** Of the readings' topic: they do not count, and are disjoint from the accounted ones. */
  private final OffsetSets leftOutOffsets = new OffsetSets();

  /** By partition: all of the run before them is accounted for or empty. */
  private final Map<Integer, Long> firstUnaccounted = new HashMap<>();

  private final SensorTimes sensorTimes = new SensorTimes();
  private final Map<Long, LatestReading> sensors = new HashMap<>();
  private final Map<SohState, Long> byState = new EnumMap<>(SohState.class);
  private final Map<String, Long> deadByCode = new TreeMap<>();
  private final Histogram latencyMillis = new Histogram(3);
  private long firstEventTimeMillis = Long.MAX_VALUE;
  private long scored;
  private long earlier;
  private long repeats;
  private long unscorable;
  private long unidentifiedScores;
  private long refused;
  private long unidentifiedDead;

  /**
   * @param topics whose records are counted
   * @param starts the first offset of the run in a partition of the input topic; 0 for one that did
   *     not exist when the run began
   * @param clock the wall clock
   * @param retention how long InfluxDB keeps points
   */
  RecordTally(ObservedTopics topics, IntToLongFunction starts, Clock clock, Duration retention) {
    this.topics = topics;
    this.starts = starts;
    this.clock = clock;
    this.retention = retention;
  }

  /** Counts records of either topic, and wakes who waits for them. */
  synchronized void add(Iterable<ConsumerRecord<byte[], byte[]>> records) {
    for (ConsumerRecord<byte[], byte[]> each : records) {
      if (each.topic().equals(topics.scores())) {
        addScore(each);
      } else if (each.topic().equals(topics.deadLetters())) {
        addDeadLetter(each);
      } else {
        throw new IllegalArgumentException("A record of a topic that is not observed: " + each);
      }
    }

    notifyAll();
  }

  /** What {@code heat_pf} holds. */
  synchronized ScoreCounts scores() {
    long from = sensorTimesFromMillis();
    return new ScoreCounts(
        scored,
        earlier,
        repeats,
        unidentifiedScores,
        unscorable,
        byState,
        sensorTimes.countFrom(from),
        from);
  }

  /** What {@code heat_dlq} holds. */
  synchronized DeadLetterCounts deadLetters() {
    return new DeadLetterCounts(deadByCode, refused, unidentifiedDead);
  }

  /** Distinct readings of the run that were scored. */
  synchronized long scored() {
    return scored;
  }

  /** Empty before the first score. */
  synchronized Optional<Latency> latency() {
    return Optional.of(latencyMillis)
        .filter(millis -> millis.getTotalCount() > 0)
        .map(
            millis ->
                new Latency(millis.getValueAtPercentile(50), millis.getValueAtPercentile(99)));
  }

  /** Sensors seen. */
  synchronized long sensorCount() {
    return sensors.size();
  }

  /** The worst sensors, the worst first. */
  synchronized List<LatestReading> worstSensors(int limit) {
    return sensors.values().stream().collect(Comparators.least(limit, LatestReading.WORST_FIRST));
  }

  /** How far the readings before these end offsets, by partition, have come through. */
  synchronized Drain drain(Map<Integer, Long> ends) {
    long expected = 0;
    long missing = 0;
    for (Map.Entry<Integer, Long> end : ends.entrySet()) {
      int partition = end.getKey();
      long start = starts.applyAsLong(partition);
      long readings = readings(partition, end.getValue());
      expected += readings;
      missing += readings - accountedOffsets.countBetween(partition, start, end.getValue());
    }

    return new Drain(expected, missing);
  }

  /** How many readings of the run there are before these end offsets, as far as is known. */
  synchronized long readings(Map<Integer, Long> ends) {
    return ends.entrySet().stream().mapToLong(end -> readings(end.getKey(), end.getValue())).sum();
  }

  /** The run's offsets before an end that no sink accounts for, though they may hold a reading. */
  synchronized Roaring64Bitmap unaccounted(int partition, long end) {
    long start = firstUnaccounted.getOrDefault(partition, starts.applyAsLong(partition));
    Roaring64Bitmap offsets = RecordFinder.range(start, end);
    if (!offsets.isEmpty()) {
      offsets.andNot(accountedOffsets.of(partition));
      offsets.andNot(leftOutOffsets.of(partition));
      // Or a look would take longer the longer the run has lasted.
      firstUnaccounted.put(partition, offsets.isEmpty() ? end : offsets.first());
    }

    return offsets;
  }

  /** Counts offsets of the readings' topic no longer: they hold no record, or none for this run. */
  synchronized void leaveOut(int partition, Roaring64Bitmap offsets) {
    offsets.andNot(accountedOffsets.of(partition));
    leftOutOffsets.of(partition).or(offsets);
  }

  /** Waits until all came through, or the time is over. */
  synchronized Drain awaitDrained(Map<Integer, Long> ends, Duration timeout)
      throws InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    Drain drain = drain(ends);
    long left = deadline - System.nanoTime();
    while (!drain.complete() && left > 0) {
      wait(left / 1_000_000, (int) (left % 1_000_000));
      drain = drain(ends);
      left = deadline - System.nanoTime();
    }

    return drain;
  }

  /** Forgets (sensor, time) pairs that InfluxDB no longer keeps. */
  synchronized void forgetExpired() {
    if (firstEventTimeMillis < retainedFromMillis()) {
      sensorTimes.forgetBefore(retainedFromMillis());
    }
  }

  private void addScore(ConsumerRecord<byte[], byte[]> published) {
    Optional<SourceOffset> source = source(published);
    if (source.isEmpty()) {
      unidentifiedScores++;
      return;
    }

    LatestReading score;
    try {
      score = LatestReading.read(published.value());
    } catch (IOException e) {
      unidentifiedScores++;
      LOG.warn("Not a score at {}: {}", position(published), e.getMessage());
      return;
    }

    int partition = source.get().partition();
    long offset = source.get().offset();
    account(partition, offset);
    if (!scoredOffsets.add(partition, offset)) {
      repeats++;
      return;
    }

    if (offset < starts.applyAsLong(partition)) {
      earlier++;
    } else {
      scored++;
    }

    score.state().ifPresentOrElse(state -> byState.merge(state, 1L, Long::sum), () -> unscorable++);
    latencyMillis.recordValue(Math.max(0, published.timestamp() - score.eventTimeMillis()));
    firstEventTimeMillis = Math.min(firstEventTimeMillis, score.eventTimeMillis());
    sensorTimes.add(score.sensorId(), score.eventTimeMillis());
    sensors.merge(
        score.sensorId(),
        score,
        (known, seen) -> seen.eventTimeMillis() >= known.eventTimeMillis() ? seen : known);
  }

  private void addDeadLetter(ConsumerRecord<byte[], byte[]> letter) {
    Optional<SourceOffset> source = source(letter);
    if (source.isEmpty()) {
      unidentifiedDead++;
      return;
    }

    int partition = source.get().partition();
    long offset = source.get().offset();
    account(partition, offset);
    if (offset < starts.applyAsLong(partition)) {
      return;
    }

    String code =
        SourceHeaders.text(letter.headers(), DeadLetterSink.ERROR_CODE).orElse("(no code)");
    if (code.equals(ErrorCode.SINK.name())) {
      if (refusedOffsets.add(partition, offset)) {
        refused++;
      }
    } else if (deadOffsets.add(partition, offset)) {
      deadByCode.merge(code, 1L, Long::sum);
    }
  }

  private void account(int partition, long offset) {
    accountedOffsets.of(partition).addLong(offset);
    // Its record was there when the job read it, and was compacted away since.
    leftOutOffsets.of(partition).removeLong(offset);
  }

  private long readings(int partition, long end) {
    long start = starts.applyAsLong(partition);
    return Math.max(0, end - start) - leftOutOffsets.countBetween(partition, start, end);
  }

  private Optional<SourceOffset> source(ConsumerRecord<byte[], byte[]> sink) {
    Optional<SourceOffset> source = SourceHeaders.origin(sink.headers(), topics.readings());
    if (source.isEmpty()) {
      LOG.warn("The headers name no reading of {}: {}", topics.readings(), position(sink));
    }

    return source;
  }

  private long sensorTimesFromMillis() {
    return firstEventTimeMillis == Long.MAX_VALUE
        ? clock.millis()
        : Math.max(firstEventTimeMillis, retainedFromMillis());
  }

  private long retainedFromMillis() {
    return Math.max(0, clock.millis() - retention.toMillis());
  }

  private static String position(ConsumerRecord<byte[], byte[]> at) {
    return at.topic() + "-" + at.partition() + "@" + at.offset();
  }
}
