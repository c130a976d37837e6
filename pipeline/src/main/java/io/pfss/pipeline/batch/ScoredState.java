// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.batch;

import io.pfss.models.soh.SohScore;
import java.util.List;
import java.util.Locale;

/** The state of a scored reading; {@link #NONE} if it has none. */
public enum ScoredState {
  NORMAL,
  CAUTION,
  WARNING,
  NONE;

  /** All values; the states of health come first, in their order. */
  public static final List<ScoredState> ALL = List.of(values());

  /** Returns the state of a score. */
  public static ScoredState of(SohScore score) {
    return score.state().map(state -> ALL.get(state.ordinal())).orElse(NONE);
  }

  /** Returns the name in the report. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
