// SPDX-License-Identifier: Apache-2.0
package io.pfss.demo.observe;

import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.roaringbitmap.RoaringBitmap;

/**
 * The set of scored (sensor, event time) pairs. InfluxDB should contain one point for each. Times
 * are in ms since the epoch. Not thread-safe.
 */
final class SensorTimes {
  private static final long HOUR_MILLIS = 3_600_000;

  /**
   * Times in ms since the start of the hour, by hour and sensor, so that old hours are cheap to
   * remove.
   */
  private final NavigableMap<Long, Map<Long, RoaringBitmap>> hours = new TreeMap<>();

  private long firstMillis = Long.MAX_VALUE;
  private long retainedFromMillis = Long.MIN_VALUE;
  private long count;

  /** Adds a reading, unless its time was removed. */
  void add(long sensorId, long eventTimeMillis) {
    if (eventTimeMillis >= retainedFromMillis) {
      firstMillis = Math.min(firstMillis, eventTimeMillis);
      RoaringBitmap times =
          hours
              .computeIfAbsent(Math.floorDiv(eventTimeMillis, HOUR_MILLIS), hour -> new HashMap<>())
              .computeIfAbsent(sensorId, id -> new RoaringBitmap());
      count += times.checkedAdd((int) Math.floorMod(eventTimeMillis, HOUR_MILLIS)) ? 1 : 0;
    }
  }

  /** Returns the number of distinct pairs; none is before {@link #fromMillis}. */
  long count() {
    return count;
  }

  /**
   * Returns the earliest time that may have a pair; {@link Long#MAX_VALUE} before the first pair.
   */
  long fromMillis() {
    return Math.max(firstMillis, retainedFromMillis);
  }

  /** Removes the hours that began before this time. */
  void removeBefore(long millis) {
    long firstHour = Math.floorDiv(millis + HOUR_MILLIS - 1, HOUR_MILLIS);
    NavigableMap<Long, Map<Long, RoaringBitmap>> old = hours.headMap(firstHour, false);
    old.values()
        .forEach(hour -> hour.values().forEach(times -> count -= times.getLongCardinality()));
    old.clear();
    retainedFromMillis = Math.max(retainedFromMillis, firstHour * HOUR_MILLIS);
  }
}
