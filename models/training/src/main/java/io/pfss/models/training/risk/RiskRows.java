// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.training.risk;

import io.pfss.models.facility.FacilityState;
import io.pfss.models.facility.MinuteSums;
import io.pfss.models.facility.RiskModel;
import io.pfss.models.reading.HeatReading;
import io.pfss.models.soh.ModelStore;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Makes rows from readings in the order of their arrival, by the same {@link FacilityState} as the
 * stream: one every {@value #EVERY_MINUTES} minutes, once the minute is over. There is no row where
 * the facility is stopped, where the power factor of the minute or of the last 10 minutes is at the
 * limit or below it, where less than 30 minutes are known, or where the hour after it has a gap of
 * more than {@value #LONGEST_GAP_MINUTES} minutes. Whether a row counts does not depend on what the
 * hour brought. Not thread-safe.
 *
 * <p>The limit is reached in the minute in which the facility runs and the power factor of the
 * energy of the last 10 minutes is at the limit or below it.
 */
public final class RiskRows {
  /** How far a row looks ahead, in minutes. */
  public static final int HORIZON_MINUTES = RiskModel.HORIZON_MINUTES;

  static final int EVERY_MINUTES = 5;
  static final int LONGEST_GAP_MINUTES = 15;
  private static final int DAY_MINUTES = 1440;

  private final double limit;
  private final ZoneId zone;
  private final MessageDigest hash = ModelStore.sha256();
  private final Map<Long, Facility> facilities = new HashMap<>();
  private final List<RiskRow> rows = new ArrayList<>();
  private long readings;
  private long toMillis = Long.MIN_VALUE;

  /**
   * Without rows.
   *
   * @param limit the greatest power factor that counts, 0 to 1
   * @param zone in which the facilities' days begin
   */
  public RiskRows(double limit, ZoneId zone) {
    this.limit = limit;
    this.zone = zone;
  }

  /** Takes a reading at its event time. */
  public void add(HeatReading reading) {
    add(reading, reading.eventTimeMillis());
  }

  /**
   * Takes a reading.
   *
   * @param timeMillis as {@link MinuteSums#of} needs it
   */
  public void add(HeatReading reading, long timeMillis) {
    MinuteSums sums = MinuteSums.of(reading, timeMillis);
    readings++;
    toMillis = Math.max(toMillis, timeMillis);
    hash.update(
        ByteBuffer.allocate(4 * Long.BYTES)
            .putLong(reading.sensorId())
            .putLong(timeMillis)
            .putDouble(sums.active())
            .putDouble(sums.reactive())
            .flip());
    if (sums.readings() > 0) {
      facilities.computeIfAbsent(reading.sensorId(), Facility::new).add(sums);
    }
  }

  /** The limit of the power factor. */
  public double limit() {
    return limit;
  }

  /** In which the facilities' days begin. */
  ZoneId zone() {
    return zone;
  }

  /** How many readings were taken. */
  public long readings() {
    return readings;
  }

  /** The latest event time, in ms since the epoch. */
  public long toMillis() {
    return toMillis;
  }

  /** The SHA-256 of times and powers of all readings, in the order of arrival; asked once. */
  String hash() {
    return HexFormat.of().formatHex(hash.digest());
  }

  /** All facilities that have a row, in order. */
  public List<Long> facilities() {
    TreeSet<Long> found = new TreeSet<>();
    rows.forEach(row -> found.add(row.facility()));
    return List.copyOf(found);
  }

  /** All rows; those of one facility are in the order of time. */
  public List<RiskRow> rows() {
    return rows;
  }

  /** A row whose next hour is not over yet. */
  private static final class Pending {
    private final RiskRow row;
    private long limitMinute;

    private Pending(RiskRow row) {
      this.row = row;
    }

    private RiskRow complete() {
      return limitMinute == 0
          ? row
          : new RiskRow(
              row.facility(),
              row.minute(),
              row.inputs(),
              row.hourDeficit(),
              (int) (limitMinute - row.minute()),
              row.yesterday());
    }
  }

  private final class Facility {
    private final long number;
    private final FacilityState state = new FacilityState();
    private final Deque<Pending> pending = new ArrayDeque<>();

    /** Minutes of the last day in which the limit was reached. */
    private final Deque<Long> atLimit = new ArrayDeque<>();

    private long lastRow = Long.MIN_VALUE;
    private long lastMinute = Long.MIN_VALUE;

    private Facility(long number) {
      this.number = number;
    }

    private void add(MinuteSums sums) {
      if (sums.minute() > state.minute() && state.minute() != Long.MIN_VALUE) {
        endMinute();
      }

      state.add(sums, zone);
    }

    private void endMinute() {
      long minute = state.minute();
      if (minute - lastMinute > LONGEST_GAP_MINUTES) {
        pending.clear();
      }

      lastMinute = minute;
      boolean isAtLimit = state.isRunning() && state.recentPowerFactor() <= limit;
      if (isAtLimit) {
        atLimit.add(minute);
      }

      while (!atLimit.isEmpty() && atLimit.peek() <= minute - DAY_MINUTES) {
        atLimit.remove();
      }

      settle(minute, isAtLimit);
      boolean isDue = lastRow == Long.MIN_VALUE || minute / EVERY_MINUTES > lastRow / EVERY_MINUTES;
      if (isDue && state.isAbove(limit)) {
        lastRow = minute;
        pending.add(new Pending(row(minute)));
      }
    }

    private void settle(long minute, boolean isAtLimit) {
      for (Iterator<Pending> all = pending.iterator(); all.hasNext(); ) {
        Pending one = all.next();
        long end = one.row.minute() + HORIZON_MINUTES;
        if (isAtLimit && one.limitMinute == 0 && minute <= end) {
          one.limitMinute = minute;
        }

        if (minute >= end) {
          rows.add(one.complete());
          all.remove();
        }
      }
    }

    private RiskRow row(long minute) {
      long endYesterday = minute - DAY_MINUTES + HORIZON_MINUTES;
      return new RiskRow(
          number,
          minute,
          state.inputs(zone),
          1 - state.powerFactorOfHour(),
          0,
          !atLimit.isEmpty() && atLimit.peek() <= endYesterday);
    }
  }
}
