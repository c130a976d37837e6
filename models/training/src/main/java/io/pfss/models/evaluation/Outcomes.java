// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.evaluation;

import io.pfss.models.soh.SohState;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Predictions of a model with the true states: 38 bytes per reading. Not thread-safe. */
public final class Outcomes {
  private static final int FIRST_CAPACITY = 1024;

  private long[] facilities = new long[FIRST_CAPACITY];
  private long[] times = new long[FIRST_CAPACITY];
  private double[] powerFactors = new double[FIRST_CAPACITY];
  private byte[] truths = new byte[FIRST_CAPACITY];
  private byte[] predictions = new byte[FIRST_CAPACITY];
  private final float[][] probabilities = new float[SohState.ALL.size()][FIRST_CAPACITY];
  private int size;

  /**
   * Adds a reading.
   *
   * @param timeMillis event time, in ms since the epoch
   * @param powerFactor over all phases
   * @param predicted the predicted state
   * @param said the predicted probability of each state
   */
  public void add(
      long facility,
      long timeMillis,
      double powerFactor,
      SohState truth,
      SohState predicted,
      double[] said) {
    if (size == facilities.length) {
      grow();
    }

    facilities[size] = facility;
    times[size] = timeMillis;
    powerFactors[size] = powerFactor;
    truths[size] = (byte) truth.ordinal();
    predictions[size] = (byte) predicted.ordinal();
    for (int state = 0; state < said.length; state++) {
      probabilities[state][size] = (float) said[state];
    }

    size++;
  }

  /** Adds a reading for which a rule predicted a state, without probabilities. */
  public void add(
      long facility, long timeMillis, double powerFactor, SohState truth, SohState said) {
    double[] certain = new double[SohState.ALL.size()];
    certain[said.ordinal()] = 1;
    add(facility, timeMillis, powerFactor, truth, said, certain);
  }

  /** Returns the number of readings. */
  public int size() {
    return size;
  }

  /** Returns the facility of a reading. */
  public long facility(int index) {
    return facilities[index];
  }

  /** Returns the event time of a reading, in ms since the epoch. */
  public long timeMillis(int index) {
    return times[index];
  }

  /** Returns the power factor of a reading, over all phases. */
  public double powerFactor(int index) {
    return powerFactors[index];
  }

  /** Returns the true state of the facility. */
  public SohState truth(int index) {
    return SohState.ALL.get(truths[index]);
  }

  /** Returns the predicted state. */
  public SohState predicted(int index) {
    return SohState.ALL.get(predictions[index]);
  }

  /** Returns the most probable state, which limits of the power factor may overrule. */
  public SohState mostProbable(int index) {
    int best = 0;
    for (int state = 1; state < probabilities.length; state++) {
      if (probabilities[state][index] > probabilities[best][index]) {
        best = state;
      }
    }

    return SohState.ALL.get(best);
  }

  /** Returns the predicted probability of a state. */
  public double probability(int index, SohState state) {
    return probabilities[state.ordinal()][index];
  }

  /** Returns the confusion matrix of all readings. */
  public Confusion confusion() {
    Confusion confusion = new Confusion();
    IntStream.range(0, size).forEach(i -> confusion.add(truth(i), predicted(i)));
    return confusion;
  }

  /** Returns the confusion matrix of each facility. */
  public Map<Long, Confusion> byFacility() {
    Map<Long, Confusion> tables = new TreeMap<>();
    for (int i = 0; i < size; i++) {
      tables.computeIfAbsent(facilities[i], any -> new Confusion()).add(truth(i), predicted(i));
    }

    return tables;
  }

  /** Returns the readings' indices by facility, in time order. */
  public Map<Long, int[]> inOrder() {
    Map<Long, int[]> indices = new TreeMap<>();
    IntStream.range(0, size)
        .boxed()
        .sorted(Comparator.comparingLong(index -> times[index]))
        .collect(Collectors.groupingBy(index -> facilities[index]))
        .forEach(
            (facility, ordered) ->
                indices.put(facility, ordered.stream().mapToInt(Integer::intValue).toArray()));
    return indices;
  }

  private void grow() {
    int capacity = size * 2;
    facilities = Arrays.copyOf(facilities, capacity);
    times = Arrays.copyOf(times, capacity);
    powerFactors = Arrays.copyOf(powerFactors, capacity);
    truths = Arrays.copyOf(truths, capacity);
    predictions = Arrays.copyOf(predictions, capacity);
    for (int state = 0; state < probabilities.length; state++) {
      probabilities[state] = Arrays.copyOf(probabilities[state], capacity);
    }
  }
}
