// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.facility;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;

/**
 * The state of a facility, in a size that does not grow: exponentially decayed sums over five
 * spans, the hour to date, and the usual half hours of a workday and of a weekend day. Not
 * thread-safe.
 *
 * <p>A minute adds its sums with weight 1, and a minute that comes late with the weight that it
 * would have by now, {@code e^(−age/τ)}: the order does not matter. A minute that comes in parts is
 * one as long as no later minute has come.
 */
public final class FacilityState {
  /** τ of the decayed sums, in minutes. */
  private static final int[] SPANS = {5, 15, 60, 240, 1440};

  private static final int DAY = SPANS.length - 1;
  private static final int HOUR = 2;

  // Of each span: readings, active power, reactive power, deficit.
  private static final int SUMS = 4;

  /** After which the past hour says enough of the next one. */
  private static final int KNOWN_AFTER_MINUTES = 30;

  /** Of the day's mean apparent power: below it the facility does not run. */
  private static final double RUNNING_SHARE = 0.02;

  private final float[] sums = new float[SPANS.length * SUMS];
  private final UsualDay usual = new UsualDay();

  private long firstMinute = Long.MIN_VALUE;
  private @Nullable MinuteSums open;
  private long hour = Long.MIN_VALUE;
  private double hourActive;
  private double hourReactive;

  /**
   * Takes the readings of a minute, or of a part of it.
   *
   * @param zone in which the facility's days begin
   */
  public void add(MinuteSums part, ZoneId zone) {
    if (part.readings() == 0) {
      return;
    }

    addToHour(part);
    usual.add(part, zone);
    if (open == null) {
      firstMinute = part.minute();
      open = part;
    } else if (part.minute() == open.minute()) {
      open = open.plus(part);
    } else if (part.minute() > open.minute()) {
      addDecayed(open, 0);
      decay(part.minute() - open.minute());
      open = part;
    } else {
      addDecayed(part, open.minute() - part.minute());
    }
  }

  /** The latest minute, in minutes since the epoch; {@code Long.MIN_VALUE} before the first. */
  public long minute() {
    return open == null ? Long.MIN_VALUE : open.minute();
  }

  /** Whether the past is long enough to predict the next hour. */
  public boolean isKnown() {
    return open != null && open.minute() - firstMinute >= KNOWN_AFTER_MINUTES;
  }

  /** Whether the facility runs in the latest minute: its load is at least 2 % of the day's mean. */
  public boolean isRunning() {
    if (open == null || open.active() == 0) {
      return false;
    }

    double now = Math.hypot(open.active(), open.reactive()) / open.readings();
    double mean = Math.hypot(sum(DAY, 1), sum(DAY, 2)) / sum(DAY, 0);
    return now >= RUNNING_SHARE * mean;
  }

  /** The absolute power factor of the latest minute, 0 to 1; 0 before the first. */
  public double powerFactorNow() {
    return open == null ? 0 : 1 - open.deficit();
  }

  /** The absolute power factor of the energy of about the last 10 minutes, 0 to 1. */
  public double recentPowerFactor() {
    return powerFactor(sum(0, 1), sum(0, 2));
  }

  /** The absolute power factor of the energy of the hour to date, 0 to 1. */
  public double powerFactorOfHour() {
    return powerFactor(hourActive, hourReactive);
  }

  /** The mean active power of about the last hour, W. */
  public double meanActivePower() {
    return sum(HOUR, 1) / sum(HOUR, 0);
  }

  /**
   * Returns the inputs of a risk model, in the order of {@link RiskInput#ALL}.
   *
   * @throws IllegalStateException if no minute has come
   */
  public double[] inputs(ZoneId zone) {
    if (open == null) {
      throw new IllegalStateException("Nothing has come yet");
    }

    double[] deficits = new double[SPANS.length];
    for (int span = 0; span < SPANS.length; span++) {
      deficits[span] = sum(span, 3) / sum(span, 0);
    }

    ZonedDateTime now = Instant.ofEpochSecond(open.minute() * 60).atZone(zone);
    double angle = 2 * Math.PI * (now.getHour() + now.getMinute() / 60.0) / 24;
    double otherwise = deficits[DAY];
    return new double[] {
      powerFactorNow(),
      deficits[0],
      deficits[1],
      deficits[2],
      deficits[3],
      deficits[4],
      deficits[0] - deficits[1],
      deficits[1] - deficits[2],
      deficits[2] - deficits[4],
      Math.sin(angle),
      Math.cos(angle),
      isWorkday(now) ? 1 : 0,
      usual.deficit(now.plusMinutes(15), otherwise),
      usual.deficit(now.plusMinutes(30), otherwise),
      usual.deficit(now.plusMinutes(60), otherwise)
    };
  }

  static boolean isWorkday(ZonedDateTime time) {
    return time.getDayOfWeek().compareTo(DayOfWeek.SATURDAY) < 0;
  }

  private void addToHour(MinuteSums part) {
    long ofPart = Math.floorDiv(part.minute(), 60);
    if (ofPart > hour) {
      hour = ofPart;
      hourActive = 0;
      hourReactive = 0;
    }

    if (ofPart == hour) {
      hourActive += part.active();
      hourReactive += part.reactive();
    }
  }

  /** A sum of a span, with that of the latest minute. */
  private double sum(int span, int which) {
    return sums[span * SUMS + which] + (open == null ? 0 : value(open, which));
  }

  private static double value(MinuteSums part, int which) {
    return switch (which) {
      case 0 -> part.readings();
      case 1 -> part.active();
      case 2 -> part.reactive();
      default -> part.readings() * part.deficit();
    };
  }

  private void addDecayed(MinuteSums part, long age) {
    for (int span = 0; span < SPANS.length; span++) {
      double weight = Math.exp(-(double) age / SPANS[span]);
      for (int which = 0; which < SUMS; which++) {
        sums[span * SUMS + which] += (float) (weight * value(part, which));
      }
    }
  }

  private void decay(long minutes) {
    for (int span = 0; span < SPANS.length; span++) {
      double factor = Math.exp(-(double) minutes / SPANS[span]);
      for (int which = 0; which < SUMS; which++) {
        sums[span * SUMS + which] *= (float) factor;
      }
    }
  }

  /** The absolute power factor of an energy, 0 to 1; 0 if there is none. */
  static double powerFactor(double active, double reactive) {
    double apparent = Math.hypot(active, reactive);
    return apparent == 0 ? 0 : Math.abs(active) / apparent;
  }

  /** The usual deficit of each half hour, a byte each. */
  private static final class UsualDay {
    private static final int HALF_HOURS = 48;
    private static final double SHARE_OF_NEW = 0.2;
    private static final int STEPS = 254;

    /** 0 where unknown: workday, then weekend. */
    private final byte[] deficits = new byte[2 * HALF_HOURS];

    private long current = Long.MIN_VALUE;
    private int slot;
    private double readings;
    private double deficit;

    void add(MinuteSums part, ZoneId zone) {
      long halfHour = Math.floorDiv(part.minute(), 30);
      if (halfHour > current) {
        if (readings > 0) {
          double before = value(slot);
          double now = deficit / readings;
          double moved = Double.isNaN(before) ? now : before + SHARE_OF_NEW * (now - before);
          deficits[slot] = (byte) (1 + Math.round(moved * STEPS));
        }

        current = halfHour;
        slot = slot(Instant.ofEpochSecond(part.minute() * 60).atZone(zone));
        readings = 0;
        deficit = 0;
      }

      if (halfHour == current) {
        readings += part.readings();
        deficit += part.readings() * part.deficit();
      }
    }

    double deficit(ZonedDateTime time, double otherwise) {
      double known = value(slot(time));
      return Double.isNaN(known) ? otherwise : known;
    }

    private double value(int at) {
      int step = Byte.toUnsignedInt(deficits[at]);
      return step == 0 ? Double.NaN : (step - 1) / (double) STEPS;
    }

    private static int slot(ZonedDateTime time) {
      int halfHour = 2 * time.getHour() + time.getMinute() / 30;
      return (isWorkday(time) ? 0 : HALF_HOURS) + halfHour;
    }
  }
}
