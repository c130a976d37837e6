package io.pfss.models.evaluation;

import io.pfss.models.soh.SohState;
import java.util.Map;
import java.util.TreeMap;

/** Counts of true and predicted states, and the measures that follow. Not thread-safe. */
public final class Confusion {
  private static final int STATES = SohState.ALL.size();

  private final long[][] counts = new long[STATES][STATES];

  /** Counts one reading. */
  public void add(SohState truth, SohState predicted) {
    counts[truth.ordinal()][predicted.ordinal()]++;
  }

  /** How many readings of a true state were predicted as another or the same. */
  public long count(SohState truth, SohState predicted) {
    return counts[truth.ordinal()][predicted.ordinal()];
  }

  /** How many readings of a true state there are. */
  public long countOf(SohState truth) {
    return SohState.ALL.stream().mapToLong(predicted -> count(truth, predicted)).sum();
  }

  /** The share of a state's predictions that are right; 0 where there are none. */
  public double precision(SohState state) {
    return ratio(
        (double) count(state, state),
        (double) SohState.ALL.stream().mapToLong(truth -> count(truth, state)).sum());
  }

  /** The share of a state's readings that are found; 0 where there are none. */
  public double recall(SohState state) {
    return ratio((double) count(state, state), (double) countOf(state));
  }

  /** The harmonic mean of precision and recall. */
  public double f1(SohState state) {
    return ratio(2 * precision(state) * recall(state), precision(state) + recall(state));
  }

  /** The mean of the states' F1: a rare state counts as much as a frequent one. */
  public double macroF1() {
    return SohState.ALL.stream().mapToDouble(this::f1).average().orElseThrow();
  }

  /**
   * The mean of F1 over the states that occur or are predicted: of one facility, which may never be
   * in some state; 1 without any reading.
   */
  public double presentMacroF1() {
    return SohState.ALL.stream().filter(this::isPresent).mapToDouble(this::f1).average().orElse(1);
  }

  private boolean isPresent(SohState state) {
    return SohState.ALL.stream()
        .anyMatch(other -> count(state, other) > 0 || count(other, state) > 0);
  }

  /** All measures by name, each name with a prefix. */
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
