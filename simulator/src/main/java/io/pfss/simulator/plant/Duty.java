// SPDX-License-Identifier: Apache-2.0
package io.pfss.simulator.plant;

/** What a facility is used for: it decides which state the facility is in most of the time. */
enum Duty {
  /** Runs day and night, well compensated: nearly always in 정상. */
  CONTINUOUS(0.36, new Range(0.18, 0.32), new Range(0.45, 0.75), new Range(0.65, 1.1)),
  /** Runs day and night with little load and no compensation: nearly always in 경고. */
  LIGHT(0.18, new Range(0.08, 0.14), new Range(0.15, 0.3), new Range(0, 0.1)),
  /** Works in shifts, and idles between them. */
  SHIFTS(0.2, new Range(0.5, 0.9), new Range(0.3, 0.55), new Range(0.5, 0.85)),
  /** Works in shifts, and stands between them. */
  STANDING(0.12, new Range(0.45, 0.9), new Range(0.45, 0.75), new Range(0.6, 1)),
  /** A compressor that loads and unloads as its air is used. */
  CYCLING(0.14, new Range(0.6, 0.95), new Range(0.45, 0.75), new Range(0.7, 1.1));

  // The multiples of 20 facilities are spread evenly, and so are those of every fifth of them.
  private static final double SPREAD = 0.6513;

  private final double share;
  private final Range working;
  private final Range idle;
  private final Range coverage;

  Duty(double share, Range working, Range idle, Range coverage) {
    this.share = share;
    this.working = working;
    this.idle = idle;
    this.coverage = coverage;
  }

  /** Returns the duty of a facility; a few facilities of any seed have all duties. */
  static Duty of(double offset, long number) {
    double rest = (offset + number * SPREAD) % 1;
    for (Duty duty : values()) {
      rest -= duty.share;
      if (rest < 0) {
        return duty;
      }
    }

    return CYCLING;
  }

  /** Load at work, as a share of the rated power. */
  Range working() {
    return working;
  }

  /** Load between shifts, or unloaded, as a share of the reactive power without load. */
  Range idle() {
    return idle;
  }

  /**
   * Size of the capacitor bank, as a share of the one that gives a power factor of 0.97 at work.
   */
  Range coverage() {
    return coverage;
  }
}
