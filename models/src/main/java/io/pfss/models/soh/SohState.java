// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.soh;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The state of health of a facility, from best to worst. */
public enum SohState {
  NORMAL("정상"),
  CAUTION("주의"),
  WARNING("경고");

  /** All states; a state's index is its class number in models and its value in InfluxDB. */
  public static final List<SohState> ALL = List.of(values());

  private final String label;

  SohState(String label) {
    this.label = label;
  }

  /** Returns the Korean label, as in {@code pred} of topic {@code heat_pf}. */
  public String label() {
    return label;
  }

  /** Returns the English name in lower case, for metrics, fields and files. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns the Korean and the English name. */
  public String title() {
    return label + " " + word();
  }

  /** Returns the state with a label; empty if there is none. */
  public static Optional<SohState> find(String label) {
    return ALL.stream().filter(state -> state.label.equals(label)).findFirst();
  }

  /** Returns the most probable state; the better one of two equal ones. */
  public static SohState mostProbable(double[] probabilities) {
    int best = 0;
    for (int i = 1; i < probabilities.length; i++) {
      if (probabilities[i] > probabilities[best]) {
        best = i;
      }
    }

    return ALL.get(best);
  }
}
