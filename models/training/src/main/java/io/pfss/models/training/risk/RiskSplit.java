// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.training.risk;

import io.pfss.models.text.Message;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Which rows are trained on, and which are held out: a later time of the same facilities, and other
 * facilities in this later time. A row whose horizon reaches into the later time is in neither.
 *
 * @param cutMinute the first minute of the later time, since the epoch
 * @param facilities that are trained on
 * @param heldOut facilities that are not: every fifth; none if there are fewer than five
 * @param training rows of the first, before the cut
 * @param later rows of the first, from the cut on
 * @param others rows of the held-out ones, from the cut on
 */
public record RiskSplit(
    long cutMinute,
    List<Long> facilities,
    List<Long> heldOut,
    List<RiskRow> training,
    List<RiskRow> later,
    List<RiskRow> others) {
  private static final int HOLD_OUT = 5;

  /**
   * Splits rows.
   *
   * @param laterShare the share of the rows that is in the later time, between 0 and 1; of rows and
   *     not of the period, which may have holes
   * @throws IllegalArgumentException if the rows before the cut or after it are all alike, so that
   *     there is nothing to learn or to measure
   */
  public static RiskSplit of(RiskRows data, double laterShare) {
    if (!(laterShare > 0 && laterShare < 1)) {
      throw new IllegalArgumentException(
          "The held-out share of the rows must be between 0 and 1, not " + laterShare);
    }

    List<RiskRow> rows = data.rows();
    if (rows.isEmpty()) {
      throw new IllegalArgumentException(
          "No minute has half an hour before it and an hour after it: more readings are needed");
    }

    long cut = cut(rows, laterShare);
    List<Long> all = data.facilities();
    List<Long> facilities = new ArrayList<>();
    List<Long> heldOut = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      (i % HOLD_OUT == HOLD_OUT - 1 ? heldOut : facilities).add(all.get(i));
    }

    Set<Long> known = new HashSet<>(facilities);
    Predicate<RiskRow> isKnown = row -> known.contains(row.facility());
    Predicate<RiskRow> isLater = row -> row.minute() >= cut;
    RiskSplit split =
        new RiskSplit(
            cut,
            facilities,
            heldOut,
            rows.stream().filter(isKnown).filter(row -> isBefore(row, cut)).toList(),
            rows.stream().filter(isKnown.and(isLater)).toList(),
            rows.stream().filter(isKnown.negate().and(isLater)).toList());
    requireBoth(split.training, "before");
    requireBoth(split.later, "after");
    return split;
  }

  /** Whether a row and its horizon are before a minute. */
  static boolean isBefore(RiskRow row, long minute) {
    return row.minute() + RiskRows.HORIZON_MINUTES < minute;
  }

  /** The minute from which on a share of the rows is. */
  static long cut(List<RiskRow> rows, double laterShare) {
    long[] minutes = rows.stream().mapToLong(RiskRow::minute).sorted().toArray();
    return minutes[Math.min(minutes.length - 1, (int) (minutes.length * (1 - laterShare)))];
  }

  private static void requireBoth(List<RiskRow> rows, String side) {
    long positive = rows.stream().filter(RiskRow::isPositive).count();
    if (positive == 0 || positive == rows.size()) {
      throw new IllegalArgumentException(
          Message.of(
              "Of %d minutes %s the cut, %d are followed by a power factor at the limit within %d"
                  + " min: there must be some of both",
              rows.size(), side, positive, RiskRows.HORIZON_MINUTES));
    }
  }
}
