package io.pfss.demo.observe;

import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.roaringbitmap.RoaringBitmap;

/**
 * Which (sensor, event time) pairs were scored: what InfluxDB, where the same sensor and time is
 * the same point, should hold. Times are ms since the epoch. Not thread-safe.
 */
final class SensorTimes {
  private static final long HOUR_MILLIS = 3_600_000;

  /** By hour and sensor: ms since the begin of the hour. Old hours are forgotten at no cost. */
  private final NavigableMap<Long, Map<Long, RoaringBitmap>> hours = new TreeMap<>();

  private long firstMillis = Long.MAX_VALUE;
  private long keptFromMillis = Long.MIN_VALUE;
  private long count;

  /** Notes a reading, unless it is of a time that was forgotten. */
  void add(long sensorId, long eventTimeMillis) {
    if (eventTimeMillis >= keptFromMillis) {
      firstMillis = Math.min(firstMillis, eventTimeMillis);
      RoaringBitmap times =
          hours
              .computeIfAbsent(Math.floorDiv(eventTimeMillis, HOUR_MILLIS), hour -> new HashMap<>())
              .computeIfAbsent(sensorId, id -> new RoaringBitmap());
      count += times.checkedAdd((int) Math.floorMod(eventTimeMillis, HOUR_MILLIS)) ? 1 : 0;
    }
  }

  /** How many distinct pairs there are; none is before {@link #fromMillis}. */
  long count() {
    return count;
  }

  /** The earliest time that may have a pair; {@link Long#MAX_VALUE} before the first. */
  long fromMillis() {
    return Math.max(firstMillis, keptFromMillis);
  }

  /** Forgets the hours that began before this. */
  void forgetBefore(long millis) {
    long firstHour = Math.floorDiv(millis + HOUR_MILLIS - 1, HOUR_MILLIS);
    NavigableMap<Long, Map<Long, RoaringBitmap>> old = hours.headMap(firstHour, false);
    old.values()
        .forEach(hour -> hour.values().forEach(times -> count -= times.getLongCardinality()));
    old.clear();
    keptFromMillis = Math.max(keptFromMillis, firstHour * HOUR_MILLIS);
  }
}
