// SPDX-License-Identifier: Apache-2.0
package io.pfss.demo.observe;

import io.pfss.demo.observe.RecordCounts.Latency;
import io.pfss.driver.web.FacilityFacts;
import io.pfss.driver.web.FacilityView;
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
import org.HdrHistogram.Histogram;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.collect.Comparators;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.roaringbitmap.longlong.Roaring64Bitmap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the records of {@code heat}, {@code heat_pf} and {@code heat_dlq}. Thread-safe.
 *
 * <p>A reading is identified by its (partition, offset), so duplicates in the sinks count once.
 */
final class RecordTally {
  private static final Logger LOG = LoggerFactory.getLogger(RecordTally.class);

  /** InfluxDB's retention: older points cannot be compared. */
  private static final Duration RETENTION = Duration.ofHours(24);

  private final String readingTopic;
  private final String scoreTopic;
  private final Map<Integer, Long> starts;
  private final Clock clock;

  /** By partition of the readings' topic. */
  private final Map<Integer, Seen> seen = new HashMap<>();

  private final SensorTimes sensorTimes = new SensorTimes();
  private final Map<Long, LatestReading> sensors = new HashMap<>();
  private final Map<SohState, Long> byState = new EnumMap<>(SohState.class);
  private final Map<String, Long> deadByCode = new TreeMap<>();
  private final Histogram latencyMillis = new Histogram(3);
  private long readings;
  private long scored;
  private long earlier;
  private long duplicates;
  private long unscorable;
  private long unidentified;
  private long refused;

  /**
   * @param readingTopic the input, {@code heat}
   * @param scoreTopic the output, {@code heat_pf}; records of other topics are dead letters
   * @param starts the first offset of the run, by partition of the input topic; 0 where it has no
   *     entry
   * @param clock the wall clock
   */
  RecordTally(String readingTopic, String scoreTopic, Map<Integer, Long> starts, Clock clock) {
    this.readingTopic = readingTopic;
    this.scoreTopic = scoreTopic;
    this.starts = starts;
    this.clock = clock;
  }

  /** Counts records of the three topics. All records of the input topic must be of the run. */
  synchronized void add(Iterable<ConsumerRecord<byte[], byte[]>> records) {
    for (ConsumerRecord<byte[], byte[]> each : records) {
      if (each.topic().equals(readingTopic)) {
        readings += addNew(of(each.partition()).arrived, each.offset()) ? 1 : 0;
      } else {
        addOutput(each);
      }
    }
  }

  /** Returns the counts of all records so far. */
  synchronized RecordCounts counts() {
    long now = clock.millis();
    sensorTimes.removeBefore(now - RETENTION.toMillis());
    return new RecordCounts(
        readings,
        scored,
        earlier,
        duplicates,
        unidentified,
        unscorable,
        byState,
        sensorTimes.count(),
        sensorTimes.count() == 0 ? now : sensorTimes.fromMillis(),
        deadByCode,
        refused,
        latencyMillis.getTotalCount() == 0
            ? Optional.empty()
            : Optional.of(
                new Latency(
                    latencyMillis.getValueAtPercentile(50),
                    latencyMillis.getValueAtPercentile(99))));
  }

  /** Returns the number of sensors seen. */
  synchronized long sensorCount() {
    return sensors.size();
  }

  /** Returns the facilities in the worst states, the worst first, each with its latest reading. */
  synchronized List<FacilityView> worst(int limit, FacilityFacts facts) {
    return sensors.values().stream()
        .map(reading -> FacilityView.of(reading.sensorId(), facts, reading))
        .collect(Comparators.least(limit, FacilityView.WORST_FIRST));
  }

  /** Returns the number of readings in the offsets {@code [from, to)} of a partition. */
  synchronized long readingsBetween(int partition, long from, long to) {
    Roaring64Bitmap offsets = RecordFinder.range(from, to);
    offsets.and(of(partition).arrived);
    return offsets.getLongCardinality();
  }

  /**
   * Excludes the readings from an offset on that no sink has.
   *
   * @return the number of excluded readings
   */
  synchronized long exclude(int partition, long from) {
    Seen offsets = of(partition);
    Roaring64Bitmap left = offsets.arrived.clone();
    left.andNot(RecordFinder.range(0, from));
    left.andNot(offsets.scored);
    left.andNot(offsets.dead);
    left.andNot(offsets.refused);
    offsets.arrived.andNot(left);
    readings -= left.getLongCardinality();
    return left.getLongCardinality();
  }

  private void addOutput(ConsumerRecord<byte[], byte[]> output) {
    try {
      SourceOffset source =
          SourceHeaders.origin(output.headers(), readingTopic)
              .orElseThrow(() -> new IOException("source headers are missing or invalid"));
      if (output.topic().equals(scoreTopic)) {
        addScore(source, LatestReading.read(output.value()), output.timestamp());
      } else {
        addDeadLetter(
            source,
            SourceHeaders.text(output.headers(), DeadLetterSink.ERROR_CODE).orElse("(no code)"));
      }
    } catch (IOException e) {
      unidentified++;
      LOG.warn(
          "Invalid output record: topic={} partition={} offset={} error={}",
          output.topic(),
          output.partition(),
          output.offset(),
          e.getMessage());
    }
  }

  private void addScore(SourceOffset source, LatestReading score, long publishedMillis) {
    Seen offsets = of(source.partition());
    if (!addNew(offsets.scored, source.offset())) {
      duplicates++;
      return;
    }

    if (isBeforeRun(source)) {
      earlier++;
    } else {
      scored++;
    }

    score.state().ifPresentOrElse(state -> byState.merge(state, 1L, Long::sum), () -> unscorable++);
    latencyMillis.recordValue(Math.max(0, publishedMillis - score.eventTimeMillis()));
    sensorTimes.add(score.sensorId(), score.eventTimeMillis());
    sensors.merge(
        score.sensorId(),
        score,
        (known, next) -> next.eventTimeMillis() >= known.eventTimeMillis() ? next : known);
  }

  private void addDeadLetter(SourceOffset source, String code) {
    Seen offsets = of(source.partition());
    if (isBeforeRun(source)) {
      return;
    }

    if (code.equals(ErrorCode.SINK.name())) {
      refused += addNew(offsets.refused, source.offset()) ? 1 : 0;
    } else if (addNew(offsets.dead, source.offset())) {
      deadByCode.merge(code, 1L, Long::sum);
    }
  }

  private boolean isBeforeRun(SourceOffset source) {
    return source.offset() < starts.getOrDefault(source.partition(), 0L);
  }

  private Seen of(int partition) {
    return seen.computeIfAbsent(partition, any -> new Seen());
  }

  private static boolean addNew(Roaring64Bitmap offsets, long offset) {
    boolean isNew = !offsets.contains(offset);
    offsets.addLong(offset);
    return isNew;
  }

  /** Offsets of a partition, compressed: a day of readings takes kilobytes. */
  private static final class Seen {
    private final Roaring64Bitmap arrived = new Roaring64Bitmap();
    private final Roaring64Bitmap scored = new Roaring64Bitmap();
    private final Roaring64Bitmap dead = new Roaring64Bitmap();
    private final Roaring64Bitmap refused = new Roaring64Bitmap();
  }
}
