// SPDX-License-Identifier: Apache-2.0
package io.pfss.cli;

import io.pfss.pipeline.alert.AlarmKind;
import io.pfss.pipeline.catalog.AlarmRecord;
import io.pfss.pipeline.catalog.FacilityRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Figures of ISA-18.2 about the alarms of facilities in a range of time.
 *
 * @param raised the number of alarms raised in the range
 * @param ofPipeline the number of alarms of the pipeline, which are in no other figure
 * @param perFacilityDay alarms for each facility in service and day
 * @param timeShare the share of the facilities' time with at least one open alarm, 0 to 1
 * @param worst the ten facilities with the most alarms
 * @param worstShare their share of all alarms, 0 to 1
 * @param chattering alarms that were raised three times within 10 minutes; the standard counts
 *     three in one minute, which an alarm that waits for a hold of 10 s cannot reach
 * @param stale alarms that were open for more than 24 hours
 */
record AlarmFigures(
    int raised,
    int ofPipeline,
    double perFacilityDay,
    double timeShare,
    List<Count> worst,
    double worstShare,
    List<Source> chattering,
    List<Source> stale) {
  private static final int WORST = 10;
  private static final int CHATTER_COUNT = 3;
  private static final long CHATTER_MILLIS = Duration.ofMinutes(10).toMillis();
  private static final long STALE_MILLIS = Duration.ofHours(24).toMillis();
  private static final double DAY_MILLIS = Duration.ofDays(1).toMillis();

  /**
   * Calculates the figures.
   *
   * @param alarms those that were open at some time of the range
   * @param known the facilities of the catalog
   * @param from the begin of the range; the time of the first alarm if that is later
   * @param to its end; now if that is earlier
   */
  static AlarmFigures of(
      Collection<AlarmRecord> alarms, Collection<FacilityRecord> known, Instant from, Instant to) {
    List<AlarmRecord> ofFacilities =
        alarms.stream()
            .filter(alarm -> AlarmKind.isOfFacility(alarm.kind()))
            .sorted(Comparator.comparingLong(AlarmRecord::raisedAt))
            .toList();
    long end = Math.min(to.toEpochMilli(), System.currentTimeMillis());
    long first = ofFacilities.isEmpty() ? end : ofFacilities.get(0).raisedAt();
    long start = Math.min(end, Math.max(from.toEpochMilli(), first));
    List<AlarmRecord> raised =
        ofFacilities.stream().filter(alarm -> alarm.raisedAt() >= start).toList();
    double facilityMillis =
        Math.max(1, facilities(ofFacilities, known)) * Math.max(1L, end - start);
    List<Count> worst = worst(raised);
    return new AlarmFigures(
        raised.size(),
        alarms.size() - ofFacilities.size(),
        raised.size() / (facilityMillis / DAY_MILLIS),
        openMillis(ofFacilities, start, end) / facilityMillis,
        worst,
        worst.stream().mapToInt(Count::alarms).sum() / (double) Math.max(1, raised.size()),
        chattering(raised),
        ofFacilities.stream()
            .filter(alarm -> alarm.clearedAt().orElse(end) - alarm.raisedAt() > STALE_MILLIS)
            .map(Source::of)
            .distinct()
            .toList());
  }

  private static int facilities(List<AlarmRecord> alarms, Collection<FacilityRecord> known) {
    Set<Long> facilities =
        known.stream()
            .filter(FacilityRecord::inService)
            .map(FacilityRecord::sensorId)
            .collect(Collectors.toCollection(HashSet::new));
    alarms.forEach(alarm -> facilities.add(alarm.sensorId()));
    return facilities.size();
  }

  private static List<Count> worst(List<AlarmRecord> raised) {
    return raised.stream()
        .collect(Collectors.groupingBy(AlarmRecord::sensorId, Collectors.summingInt(any -> 1)))
        .entrySet()
        .stream()
        .map(each -> new Count(each.getKey(), each.getValue()))
        .sorted(Comparator.comparingInt(Count::alarms).reversed())
        .limit(WORST)
        .toList();
  }

  /** Returns the time in which each facility had at least one open alarm, all together, in ms. */
  private static double openMillis(List<AlarmRecord> byTime, long start, long end) {
    Map<Long, Long> countedUntil = new HashMap<>();
    double millis = 0;
    for (AlarmRecord alarm : byTime) {
      long counted = countedUntil.getOrDefault(alarm.sensorId(), start);
      long until = Math.min(end, alarm.clearedAt().orElse(end));
      millis += Math.max(0, until - Math.max(counted, alarm.raisedAt()));
      countedUntil.put(alarm.sensorId(), Math.max(counted, until));
    }

    return millis;
  }

  private static List<Source> chattering(List<AlarmRecord> byTime) {
    Map<Source, List<Long>> times = new HashMap<>();
    Set<Source> found = new HashSet<>();
    for (AlarmRecord alarm : byTime) {
      Source source = Source.of(alarm);
      List<Long> raised = times.computeIfAbsent(source, any -> new ArrayList<>());
      raised.add(alarm.raisedAt());
      int before = raised.size() - CHATTER_COUNT;
      if (before >= 0 && alarm.raisedAt() - raised.get(before) <= CHATTER_MILLIS) {
        found.add(source);
      }
    }

    return found.stream().sorted(Comparator.comparingLong(Source::sensorId)).toList();
  }

  /** A facility and its number of alarms. */
  record Count(long sensorId, int alarms) {}

  /** A kind of alarm of a facility. */
  record Source(long sensorId, String kind) {
    static Source of(AlarmRecord alarm) {
      return new Source(alarm.sensorId(), alarm.kind());
    }
  }
}
