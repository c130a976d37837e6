// SPDX-License-Identifier: Apache-2.0
package io.pfss.simulator.plant;

import java.util.SplittableRandom;

/**
 * The load of a facility, minute by minute: shifts, breaks, overtime, weekends, days off, batches,
 * load and unload cycles, and unplanned stops. Not thread-safe.
 */
final class Load {
  private static final int DAY_MINUTES = 1440;
  private static final int NOON = 12 * 60;
  private static final int BREAK_MINUTES = 60;
  private static final double DAY_OFF_SHARE = 0.04;
  private static final double WALK_MINUTES = 90;
  private static final double WALK_SIGMA = 0.1;
  private static final double WIND_DOWN_MINUTES = 60;
  private static final double CYCLE_MINUTES = 7;
  private static final Range OVERTIME = new Range(60, 200);
  private static final Range BATCH = new Range(25, 120);
  private static final Range PAUSE = new Range(5, 35);
  private static final Range STOP = new Range(15, 240);

  private final SplittableRandom random;
  private final Duty duty;
  private final double working;
  private final double idle;
  private final double shiftStart;
  private final double shiftMinutes;
  private final double overtimeShare;
  private final double saturdayShare;
  private final boolean breaks;
  private final double stopsPerMinute;

  private long day = Long.MIN_VALUE;
  private long workFrom;
  private long workTo;

  /** End of yesterday's work, which may be after midnight. */
  private long yesterdayTo;

  private long breakFrom;
  private long stoppedTo = Long.MIN_VALUE;
  private long phaseTo = Long.MIN_VALUE;
  private boolean active;
  private double batch = 1;
  private double walk;

  /**
   * Creates the load of a facility.
   *
   * @param noLoad its reactive power without load, as a share of the rated power
   */
  Load(SplittableRandom random, Duty duty, Fleet fleet, double noLoad) {
    this.random = random;
    this.duty = duty;
    this.working = duty.working().draw(random);
    this.idle = noLoad * duty.idle().draw(random);
    this.shiftStart = 60 * fleet.shiftStart().draw(random);
    this.shiftMinutes = 60 * fleet.shiftHours().draw(random);
    this.overtimeShare = fleet.overtimeShare().draw(random);
    this.saturdayShare = random.nextDouble() < 0.5 ? 0.05 : 0.85;
    this.breaks = random.nextDouble() < 0.3;
    this.stopsPerMinute = fleet.stopsPerDay().draw(random) / DAY_MINUTES;
  }

  /** Returns the load at work, as a share of the rated power. */
  double working() {
    return working;
  }

  /** Returns the load between shifts, as a share of the rated power. */
  double idle() {
    return idle;
  }

  /**
   * Returns the load of the next minute, as a share of the rated power; 0: the facility stands.
   *
   * @param minute local time, in minutes since the epoch
   */
  double next(long minute) {
    if (Math.floorDiv(minute, DAY_MINUTES) != day) {
      day = Math.floorDiv(minute, DAY_MINUTES);
      plan();
    }

    walk += -walk / WALK_MINUTES + WALK_SIGMA * Math.sqrt(2 / WALK_MINUTES) * random.nextGaussian();
    if (random.nextDouble() < stopsPerMinute) {
      stoppedTo = minute + STOP.drawWhole(random);
    }

    double target = minute < stoppedTo ? 0 : target(minute);
    // Light load is steadier: lamps, fans and controls.
    double wander = target > idle ? walk : 0.2 * walk;
    return target * Math.max(0.3, 1 + wander + 0.02 * random.nextGaussian());
  }

  private double target(long minute) {
    return switch (duty) {
      case CONTINUOUS, LIGHT -> isWork(minute) ? working : (working + idle) / 2;
      case SHIFTS -> isWork(minute) ? Math.max(idle, working * batch(minute) * rest(minute)) : idle;
      case STANDING -> isWork(minute) ? working * batch(minute) : 0;
      case CYCLING -> cycle(minute, isWork(minute) ? 0.8 : 0.4);
    };
  }

  private boolean isWork(long minute) {
    boolean planned = minute < yesterdayTo || (minute >= workFrom && minute < workTo);
    return planned && !(breaks && minute >= breakFrom && minute < breakFrom + BREAK_MINUTES);
  }

  /** Returns the share of the machines that still run: they end one after another. */
  private double rest(long minute) {
    return minute < workFrom ? 1 : Math.min(1, (workTo - minute) / WIND_DOWN_MINUTES);
  }

  /** Returns the load of a batch, or of the pause after it, as a share of that at work. */
  private double batch(long minute) {
    if (minute >= phaseTo) {
      active = !active;
      phaseTo = minute + (active ? BATCH : PAUSE).drawWhole(random);
      batch = active ? 0.75 + 0.35 * random.nextDouble() : 0.45 + 0.3 * random.nextDouble();
    }

    return batch;
  }

  private double cycle(long minute, double demand) {
    if (minute >= phaseTo) {
      active = !active;
      double mean = CYCLE_MINUTES * (active ? demand : 1 - demand);
      phaseTo = minute + Math.max(1, Math.round(mean * (0.5 + random.nextDouble())));
    }

    return active ? working : idle;
  }

  private void plan() {
    // Day 0 of the epoch was a Thursday.
    long weekday = Math.floorMod(day + 3, 7);
    double share = weekday < 5 ? 1 - DAY_OFF_SHARE : weekday == 5 ? saturdayShare : 0;
    double length = shiftMinutes + 40 * random.nextGaussian();
    if (random.nextDouble() < overtimeShare) {
      length += OVERTIME.draw(random);
    }

    yesterdayTo = workTo;
    workFrom = day * DAY_MINUTES + Math.round(shiftStart + 20 * random.nextGaussian());
    workTo = workFrom + Math.round(random.nextDouble() < share ? length : 0);
    breakFrom = day * DAY_MINUTES + NOON + Math.round(15 * random.nextGaussian());
  }
}
