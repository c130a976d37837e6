// SPDX-License-Identifier: Apache-2.0
package io.pfss.simulator.plant;

/**
 * A fault of a capacitor bank, or what looks like one.
 *
 * @param kind how it begins and ends
 * @param form what fails before the bank does
 * @param phase in which it is, 0 to 2
 * @param begin minute of the first sign
 * @param onset minute in which the bank fails, or in which a look-alike ends
 * @param end minute of the repair
 * @param left share of the capacity that is left just before the onset
 * @param residual share of the capacity that is left after the onset
 */
record Fault(
    Kind kind,
    Form form,
    int phase,
    long begin,
    long onset,
    long end,
    double left,
    double residual) {
  // The temperature rises first: in this share of the time before the onset.
  private static final double HEATING = 0.35;
  private static final double MAX_HEAT = 9;
  private static final int TRIP_MINUTES = 2;

  /** How a fault begins and ends. */
  enum Kind {
    /** Has a precursor: heat, then imbalance and a part of the capacity. */
    ANNOUNCED,
    /** Has the same precursor, which ends without a fault. */
    LOOK_ALIKE,
    /** Has no precursor. */
    SUDDEN,
    /** The capacity declines over hours, without heat or imbalance. */
    CREEPING
  }

  /** What fails before the bank does. */
  enum Form {
    /** Capacitors of all phases lose capacity, little by little. */
    ELEMENTS,
    /** The fuse of one phase blows: the compensation of this phase is lost. */
    FUSE
  }

  /** Returns how far the precursor is, 0 to 1; 0 after the repair. */
  private double progress(long minute) {
    boolean hasPrecursor = kind == Kind.ANNOUNCED || kind == Kind.LOOK_ALIKE;
    if (!hasPrecursor || minute < begin || minute >= end) {
      return 0;
    }

    return minute >= onset
        ? kind == Kind.ANNOUNCED ? 1 : 0
        : (double) (minute - begin) / (onset - begin);
  }

  /** Returns by how much the fault heats the facility, °C. */
  double heat(long minute) {
    return MAX_HEAT * Math.min(1, progress(minute) / HEATING);
  }

  /** Returns how much the fault unbalances the phases, 0 to 1. */
  double imbalance(long minute) {
    return Math.max(0, (progress(minute) - HEATING) / (1 - HEATING));
  }

  /** Returns the share of the bank's capacity that is left in all phases. */
  double capacity(long minute) {
    if (minute < begin || minute >= end) {
      return 1;
    }

    if (minute < onset) {
      return kind == Kind.CREEPING
          ? 1 - (1 - residual) * (minute - begin) / (onset - begin)
          : form == Form.ELEMENTS ? 1 - (1 - left) * imbalance(minute) : 1;
    }

    if (kind == Kind.LOOK_ALIKE) {
      return 1;
    }

    double tripped =
        kind == Kind.ANNOUNCED ? Math.min(1, (minute - onset + 1.0) / TRIP_MINUTES) : 1;
    return capacityBefore() * (1 - tripped) + residual * tripped;
  }

  /** Whether the compensation of the fault's phase is lost. */
  boolean fuseBlown(long minute) {
    return form == Form.FUSE && imbalance(minute) > 0;
  }

  private double capacityBefore() {
    return kind == Kind.ANNOUNCED && form == Form.ELEMENTS ? left : 1;
  }
}
