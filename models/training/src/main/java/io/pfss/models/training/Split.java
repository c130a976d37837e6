package io.pfss.models.training;

import io.pfss.models.text.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Which rows are learnt from, and which are kept to measure on: other facilities, and a later time.
 * Never rows at random, since neighbouring readings of a facility are too alike to tell anything.
 *
 * @param facilities that are learnt from
 * @param heldOut facilities that are not: every fifth; none if there are fewer
 * @param training rows of the first, before the cut
 * @param otherFacilities rows of the held-out ones, after the cut
 * @param later rows of those that are learnt from, after the cut
 */
public record Split(
    List<Long> facilities, List<Long> heldOut, int[] training, int[] otherFacilities, int[] later) {
  private static final int HOLD_OUT = 5;

  /**
   * Splits data.
   *
   * @param laterShare the share of the period that is after the cut; 0: there is none, and the
   *     held-out facilities are measured on at all times
   * @throws IllegalArgumentException if there is nothing to measure on: fewer than five facilities,
   *     and no later time
   */
  public static Split of(TrainingData data, double laterShare) {
    List<Long> all = data.facilities();
    if (all.size() < HOLD_OUT && laterShare == 0) {
      throw new IllegalArgumentException(
          Message.of(
              "At least %s facilities are needed, to measure on some, or a later time: there are %s",
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

  /** What a model is judged by: other facilities, or, where there are none, a later time. */
  public int[] measured() {
    return heldOut.isEmpty() ? later : otherFacilities;
  }

  /**
   * The first event time that is not learnt from, in ms since the epoch.
   *
   * @param laterShare the share of the period that is kept for measuring
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
