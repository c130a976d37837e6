// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.facility;

import java.nio.ByteBuffer;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The state of a facility, in {@value #BYTES} bytes that do not grow: exponentially decayed sums
 * over five spans, the hour to date, and the usual half hours of a workday and of a weekend day.
 * Not thread-safe.
 *
 * <p>A minute adds its sums with weight 1, and a minute that comes late with the weight that it
 * would have by now, {@code e^(−age/τ)}: to the decayed sums the order does not matter. A minute
 * that comes in parts is one as long as no later minute has come; each later part is a minute of
 * its own. A minute that comes after its half hour does not change what is usual.
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

  /** After a longer gap the past must become known again. */
  private static final int LONGEST_GAP_MINUTES = 60;

  /** The size of a written state. */
  public static final int BYTES = 502;

  private static final byte FORMAT = 1;

  /** Of the day's mean apparent power: below it the facility does not run. */
  private static final double RUNNING_SHARE = 0.02;

  private final float[] sums = new float[SPANS.length * SUMS];
  private final UsualDay usual;

  /** Decayed as the sums of the hour are. */
  private PhasePowers phases = PhasePowers.NONE;

  private long firstMinute = Long.MIN_VALUE;
  private @Nullable MinuteSums open;
  private long hour = Long.MIN_VALUE;
  private int hourReadings;
  private double hourActive;
  private double hourReactive;

  /** Nothing is known yet. */
  public FacilityState() {
    usual = new UsualDay();
  }

  /**
   * Reads what {@link #write} has written.
   *
   * @throws IllegalArgumentException if the bytes are not a state
   */
  public FacilityState(ByteBuffer from) {
    if (from.remaining() < BYTES || from.get() != FORMAT) {
      throw new IllegalArgumentException("Not the state of a facility");
    }

    long openMinute = readTime(from);
    for (int i = 0; i < sums.length; i++) {
      sums[i] = from.getFloat();
    }

    phases = readPhases(from);
    usual = new UsualDay(from);
    firstMinute = readTime(from);
    MinuteSums openSums =
        new MinuteSums(
            openMinute, from.getInt(), from.getDouble(), from.getDouble(), readPhases(from));
    open = openMinute == Long.MIN_VALUE ? null : openSums;
    hour = readTime(from);
    hourReadings = from.getInt();
    hourActive = from.getDouble();
    hourReactive = from.getDouble();
  }

  /** Writes the state in {@value #BYTES} bytes, big-endian. */
  public void write(ByteBuffer to) {
    MinuteSums latest = open == null ? new MinuteSums(Long.MIN_VALUE, 0, 0, 0) : open;
    to.put(FORMAT);
    write(latest.minute(), to);
    for (float sum : sums) {
      to.putFloat(sum);
    }

    write(phases, to);
    usual.write(to);
    write(firstMinute, to);
    to.putInt(latest.readings()).putDouble(latest.active()).putDouble(latest.reactive());
    write(latest.phases(), to);
    write(hour, to);
    to.putInt(hourReadings).putDouble(hourActive).putDouble(hourReactive);
  }

  /** The latest minute of a written state, without reading all of it; see {@link #minute}. */
  public static long minuteOf(ByteBuffer written) {
    return readTime(written.duplicate().position(written.position() + Byte.BYTES));
  }

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
    if (open == null) {
      firstMinute = part.minute();
      open = part;
    } else if (part.minute() == open.minute()) {
      open = open.plus(part);
    } else if (part.minute() > open.minute()) {
      usual.add(open, zone);
      addDecayed(open, 0);
      decay(part.minute() - open.minute());
      firstMinute =
          part.minute() - open.minute() > LONGEST_GAP_MINUTES ? part.minute() : firstMinute;
      open = part;
    } else {
      usual.add(part, zone);
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

  /** Whether there was any energy in the hour to date. */
  public boolean hasEnergyOfHour() {
    return hourActive != 0 || hourReactive != 0;
  }

  /** The absolute power factor of the energy of the hour to date, 0 to 1. */
  public double powerFactorOfHour() {
    return powerFactor(hourActive, hourReactive);
  }

  /**
   * Whether the facility could still reach a limit of the power factor: it runs, its past is known,
   * and neither the latest minute nor the last 10 minutes are at the limit or below it.
   */
  public boolean isAbove(double limit) {
    return isKnown() && isRunning() && powerFactorNow() > limit && recentPowerFactor() > limit;
  }

  /** The mean active power of the hour to date, W. */
  public double activePowerOfHour() {
    return hourActive / hourReadings;
  }

  /** The mean reactive power of the hour to date, var; negative if it is leading. */
  public double reactivePowerOfHour() {
    return hourReactive / hourReadings;
  }

  /**
   * The phase, R, S or T, with the lowest power factor of about the last hour, if one is clearly
   * worse.
   */
  public Optional<String> worstPhase() {
    return open == null ? Optional.empty() : open.phases().plus(phases, 1).worst();
  }

  /**
   * The most reactive power that would have to be compensated in one of the usual half hours for a
   * power factor of 0.9, var; {@code NaN} before the first one is over.
   */
  public double usualCompensation() {
    return usual.greatestCompensation();
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
      hourReadings = 0;
      hourActive = 0;
      hourReactive = 0;
    }

    if (ofPart == hour) {
      hourReadings += part.readings();
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
      double weight = weightAfter(age, span);
      for (int which = 0; which < SUMS; which++) {
        sums[span * SUMS + which] += (float) (weight * value(part, which));
      }
    }

    phases = phases.plus(part.phases(), weightAfter(age, HOUR));
  }

  private void decay(long minutes) {
    for (int span = 0; span < SPANS.length; span++) {
      double factor = weightAfter(minutes, span);
      for (int which = 0; which < SUMS; which++) {
        sums[span * SUMS + which] *= (float) factor;
      }
    }

    phases = PhasePowers.NONE.plus(phases, weightAfter(minutes, HOUR));
  }

  private static double weightAfter(long minutes, int span) {
    return Math.exp(-(double) minutes / SPANS[span]);
  }

  /**
   * The reactive power to compensate, {@code Q − P·tan(arccos target)}, var; 0 if the power factor
   * is higher or leading.
   *
   * @param active W
   * @param reactive var, positive if it is lagging
   * @param target power factor to reach, more than 0 and at most 1
   */
  public static double compensation(double active, double reactive, double target) {
    double allowed = Math.abs(active) * Math.sqrt(1 - target * target) / target;
    return Math.max(0, reactive - allowed);
  }

  private static void write(PhasePowers sums, ByteBuffer to) {
    to.putFloat((float) sums.rActive()).putFloat((float) sums.rReactive());
    to.putFloat((float) sums.sActive()).putFloat((float) sums.sReactive());
    to.putFloat((float) sums.tActive()).putFloat((float) sums.tReactive());
  }

  private static PhasePowers readPhases(ByteBuffer from) {
    return new PhasePowers(
        from.getFloat(),
        from.getFloat(),
        from.getFloat(),
        from.getFloat(),
        from.getFloat(),
        from.getFloat());
  }

  /** Minutes, half hours and hours since the epoch fit in 32 bits. */
  private static void write(long time, ByteBuffer to) {
    to.putInt(time == Long.MIN_VALUE ? Integer.MIN_VALUE : (int) time);
  }

  private static long readTime(ByteBuffer from) {
    int time = from.getInt();
    return time == Integer.MIN_VALUE ? Long.MIN_VALUE : time;
  }

  /** The absolute power factor of an energy, 0 to 1; 0 if there is none. */
  static double powerFactor(double active, double reactive) {
    double apparent = Math.hypot(active, reactive);
    return apparent == 0 ? 0 : Math.abs(active) / apparent;
  }

  /**
   * The usual deficit of each half hour in a byte, and in two the reactive power that would have to
   * be compensated.
   */
  private static final class UsualDay {
    private static final int HALF_HOURS = 48;
    private static final double SHARE_OF_NEW = 0.2;
    private static final int STEPS = 254;
    private static final int MOST_STEPS = 0xFFFF;

    private static final double TARGET = 0.9;

    /** Of the logarithm of the reactive power, which so may reach e^32 var. */
    private static final double POWER_STEP = 1.0 / 2048;

    /** 0 where unknown: workday, then weekend. */
    private final byte[] deficits = new byte[2 * HALF_HOURS];

    /** In the same order. */
    private final short[] compensations = new short[2 * HALF_HOURS];

    private long current = Long.MIN_VALUE;
    private int slot;
    private int readings;
    private double deficit;
    private double active;
    private double reactive;

    UsualDay() {}

    UsualDay(ByteBuffer from) {
      from.get(deficits);
      for (int i = 0; i < compensations.length; i++) {
        compensations[i] = from.getShort();
      }

      current = readTime(from);
      slot = Math.floorMod(from.get(), deficits.length);
      readings = from.getInt();
      deficit = from.getDouble();
      active = from.getDouble();
      reactive = from.getDouble();
    }

    void write(ByteBuffer to) {
      to.put(deficits);
      for (short each : compensations) {
        to.putShort(each);
      }

      FacilityState.write(current, to);
      to.put((byte) slot).putInt(readings).putDouble(deficit);
      to.putDouble(active).putDouble(reactive);
    }

    void add(MinuteSums part, ZoneId zone) {
      long halfHour = Math.floorDiv(part.minute(), 30);
      if (halfHour > current) {
        if (readings > 0) {
          double now = FacilityState.compensation(active / readings, reactive / readings, TARGET);
          double logarithm = Math.log1p(moved(compensation(slot), now)) / POWER_STEP;
          compensations[slot] = (short) Math.min(MOST_STEPS, Math.round(logarithm));
          deficits[slot] =
              (byte) (1 + Math.round(moved(deficit(slot), deficit / readings) * STEPS));
        }

        current = halfHour;
        slot = slot(Instant.ofEpochSecond(part.minute() * 60).atZone(zone));
        readings = 0;
        deficit = 0;
        active = 0;
        reactive = 0;
      }

      if (halfHour == current) {
        readings += part.readings();
        deficit += part.readings() * part.deficit();
        active += part.active();
        reactive += part.reactive();
      }
    }

    double deficit(ZonedDateTime time, double otherwise) {
      double known = deficit(slot(time));
      return Double.isNaN(known) ? otherwise : known;
    }

    double greatestCompensation() {
      return IntStream.range(0, deficits.length)
          .filter(at -> deficits[at] != 0)
          .mapToDouble(this::compensation)
          .max()
          .orElse(Double.NaN);
    }

    private static double moved(double before, double now) {
      return Double.isNaN(before) ? now : before + SHARE_OF_NEW * (now - before);
    }

    private double deficit(int at) {
      int step = Byte.toUnsignedInt(deficits[at]);
      return step == 0 ? Double.NaN : (step - 1) / (double) STEPS;
    }

    /** In var; {@code NaN} if unknown. */
    private double compensation(int at) {
      return deficits[at] == 0
          ? Double.NaN
          : Math.expm1(POWER_STEP * Short.toUnsignedInt(compensations[at]));
    }

    private static int slot(ZonedDateTime time) {
      int halfHour = 2 * time.getHour() + time.getMinute() / 30;
      return (isWorkday(time) ? 0 : HALF_HOURS) + halfHour;
    }
  }
}
