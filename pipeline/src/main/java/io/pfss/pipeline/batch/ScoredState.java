package io.pfss.pipeline.batch;

import io.pfss.models.soh.SohScore;
import java.util.List;
import java.util.Locale;

/** What a model says of a reading, or that it cannot say. */
public enum ScoredState {
  NORMAL,
  CAUTION,
  WARNING,
  NONE;

  /** All of them, the states of health in their order. */
  public static final List<ScoredState> ALL = List.of(values());

  /** The state of a score. */
  public static ScoredState of(SohScore score) {
    return score.state().map(state -> ALL.get(state.ordinal())).orElse(NONE);
  }

  /** As the report has it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
