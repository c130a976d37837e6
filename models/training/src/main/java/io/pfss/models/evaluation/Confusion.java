// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.evaluation;

import io.pfss.models.soh.SohState;
import java.util.Map;
import java.util.TreeMap;

/**
 * A confusion matrix: counts of true and predicted states, and measures derived from them. Not
 * thread-safe.
 */
public final class Confusion {
  private static final int STATES = SohState.ALL.size();

  private final long[][] counts = new long[STATES][STATES];

  /** Counts one reading. */
  public void add(SohState truth, SohState predicted) {
    counts[truth.ordinal()][predicted.ordinal()]++;
  }

  /** Returns the number of readings with a true state and a predicted state. */
  public long count(SohState truth, SohState predicted) {
    return counts[truth.ordinal()][predicted.ordinal()];
  }

  /** Returns the number of readings with a true state. */
  public long countOf(SohState truth) {
    return SohState.ALL.stream().mapToLong(predicted -> count(truth, predicted)).sum();
  }

  /** Returns the share of a state's predictions that are right; 0 without predictions. */
  public double precision(SohState state) {
    return ratio(
        (double) count(state, state),
        (double) SohState.ALL.stream().mapToLong(truth -> count(truth, state)).sum());
  }

  /** Returns the share of a state's readings that are found; 0 without readings. */
  public double recall(SohState state) {
    return ratio((double) count(state, state), (double) countOf(state));
  }

  /** Returns the harmonic mean of precision and recall. */
  public double f1(SohState state) {
    return ratio(2 * precision(state) * recall(state), precision(state) + recall(state));
  }

  /** Returns the mean F1 of the states: a rare state counts as much as a frequent one. */
  public double macroF1() {
    return SohState.ALL.stream().mapToDouble(this::f1).average().orElseThrow();
  }

  /**
   * Returns the mean F1 of the states that occur or are predicted, for one facility, which may
   * never be in some state; 1 without readings.
   */
  public double presentMacroF1() {
    return SohState.ALL.stream().filter(this::isPresent).mapToDouble(this::f1).average().orElse(1);
  }

  private boolean isPresent(SohState state) {
    return SohState.ALL.stream()
        .anyMatch(other -> count(state, other) > 0 || count(other, state) > 0);
  }

  /** Returns all measures by name, each name with a prefix. */
  public Map<String, Double> metrics(String prefix) {
    Map<String, Double> metrics = new TreeMap<>();
    metrics.put(prefix + "macro_f1", macroF1());
    for (SohState state : SohState.ALL) {
      String name = state.word();
      metrics.put(prefix + "precision_" + name, precision(state));
      metrics.put(prefix + "recall_" + name, recall(state));
      metrics.put(prefix + "f1_" + name, f1(state));
    }

    return metrics;
  }

  private static double ratio(double part, double whole) {
    return whole == 0 ? 0 : part / whole;
  }
}
