package io.pfss.demo.observe;

import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.roaringbitmap.RoaringBitmap;

/**
 * Which (sensor, event time) pairs were scored: what InfluxDB, where the same sensor and time is
 * the same point, should hold. Kept by hours, so that old ones are forgotten at no cost. Not
 * thread-safe.
 */
final class SensorTimes {
  private static final long HOUR_MILLIS = 3_600_000;

  private final NavigableMap<Long, Hour> hours = new TreeMap<>();

  /** Notes a reading's sensor and event time in ms since the epoch. */
  void add(long sensorId, long eventTimeMillis) {
    hours
        .computeIfAbsent(Math.floorDiv(eventTimeMillis, HOUR_MILLIS), hour -> new Hour())
        .add(sensorId, (int) Math.floorMod(eventTimeMillis, HOUR_MILLIS));
  }

  /** How many distinct pairs have an event time of at least this, in ms since the epoch. */
  long countFrom(long fromMillis) {
    long fromHour = Math.floorDiv(fromMillis, HOUR_MILLIS);
    long count = 0;
    for (Hour hour : hours.tailMap(fromHour, false).values()) {
      count += hour.pairs;
    }

    Hour first = hours.get(fromHour);
    return first == null
        ? count
        : count + first.countFrom((int) Math.floorMod(fromMillis, HOUR_MILLIS));
  }

  /** Forgets the hours that ended before this, in ms since the epoch. */
  void forgetBefore(long millis) {
    hours.headMap(Math.floorDiv(millis, HOUR_MILLIS), false).clear();
  }

  /** The pairs of one hour; times are ms since its begin. */
  private static final class Hour {
    private final Map<Long, RoaringBitmap> sensors = new HashMap<>();
    private long pairs;

    private void add(long sensorId, int millis) {
      if (sensors.computeIfAbsent(sensorId, id -> new RoaringBitmap()).checkedAdd(millis)) {
        pairs++;
      }
    }

    private long countFrom(int millis) {
      if (millis == 0) {
        return pairs;
      }

      long before = 0;
      for (RoaringBitmap times : sensors.values()) {
        before += times.rankLong(millis - 1);
      }

      return pairs - before;
    }
  }
}
