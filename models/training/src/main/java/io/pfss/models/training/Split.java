// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.training;

import io.pfss.models.text.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * A split of rows into training data and held-out data: other facilities and a later time. Rows are
 * never held out at random, because neighbouring readings of a facility are too similar.
 *
 * @param facilities the training facilities
 * @param heldOut the held-out facilities: every fifth; empty with fewer than five
 * @param training rows of the training facilities before the cut
 * @param otherFacilities rows of the held-out facilities after the cut
 * @param later rows of the training facilities after the cut
 */
public record Split(
    List<Long> facilities, List<Long> heldOut, int[] training, int[] otherFacilities, int[] later) {
  private static final int HOLD_OUT = 5;

  /**
   * Splits data.
   *
   * @param laterShare the share of the period after the cut; 0: no cut, and all rows of the
   *     held-out facilities are held out
   * @throws IllegalArgumentException if nothing would be held out: fewer than five facilities and
   *     no later time
   */
  public static Split of(TrainingData data, double laterShare) {
    List<Long> all = data.facilities();
    if (all.size() < HOLD_OUT && laterShare == 0) {
      throw new IllegalArgumentException(
          Message.of(
              "At least %s facilities are needed, or a later share above 0: facilities=%s",
              HOLD_OUT, all.size()));
    }

    List<Long> heldOut = new ArrayList<>();
    List<Long> trainedOn = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      (i % HOLD_OUT == HOLD_OUT - 1 ? heldOut : trainedOn).add(all.get(i));
    }

    Set<Long> others = new TreeSet<>(heldOut);
    IntPredicate isOther = row -> others.contains(data.facility(row));
    long cut = cutMillis(data.fromMillis(), data.toMillis(), laterShare);
    IntPredicate isLater = row -> data.timeMillis(row) >= cut;
    return new Split(
        trainedOn,
        heldOut,
        rows(data, isOther.negate().and(isLater.negate())),
        rows(data, laterShare == 0 ? isOther : isOther.and(isLater)),
        rows(data, isOther.negate().and(isLater)));
  }

  /**
   * Returns the rows on which a model is measured: other facilities, or a later time if none are
   * held out.
   */
  public int[] measured() {
    return heldOut.isEmpty() ? later : otherFacilities;
  }

  /**
   * Returns the first event time that is held out, in ms since the epoch.
   *
   * @param laterShare the share of the period that is held out
   */
  public static long cutMillis(long fromMillis, long toMillis, double laterShare) {
    return laterShare == 0
        ? toMillis + 1
        : toMillis - Math.round((toMillis - fromMillis) * laterShare);
  }

  private static int[] rows(TrainingData data, IntPredicate predicate) {
    return IntStream.range(0, data.size()).filter(predicate).toArray();
  }
}
