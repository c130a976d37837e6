// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.evaluation;

import io.pfss.models.soh.SohState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * How long before a warning is due a model says it. A warning is due when a facility goes from
 * another state to {@link SohState#WARNING}; the model says it from when its own warnings begin
 * that last till then, or, where it is late, from its first one after.
 *
 * @param leadMillis of each warning that was said, rising; negative where the model is late
 * @param missed how many were not said before the facility was better
 * @param falseAlarms how often the model began to warn and no warning was due before it ended
 */
public record LeadTimes(List<Long> leadMillis, int missed, int falseAlarms) {
  /** A model that is silent for longer has begun anew. */
  private static final long PAUSE_MILLIS = Duration.ofMinutes(5).toMillis();

  /** Readings that are further apart say nothing of what was between them. */
  private static final long GAP_MILLIS = Duration.ofHours(2).toMillis();

  /** The lead times of what was said. */
  public static LeadTimes of(Outcomes outcomes) {
    List<Long> leads = new ArrayList<>();
    int missed = 0;
    int falseAlarms = 0;
    for (int[] rows : outcomes.inOrder().values()) {
      List<Run> due = runs(outcomes, rows, true);
      List<Run> said = runs(outcomes, rows, false);
      for (Run warning : due) {
        if (warning.isOnset) {
          Optional<Run> first = said.stream().filter(warning::meets).findFirst();
          first.ifPresent(run -> leads.add(warning.from - run.from));
          missed += first.isEmpty() ? 1 : 0;
        }
      }

      falseAlarms += (int) said.stream().filter(run -> due.stream().noneMatch(run::meets)).count();
    }

    Collections.sort(leads);
    return new LeadTimes(leads, missed, falseAlarms);
  }

  /** How many warnings were due. */
  public int due() {
    return leadMillis.size() + missed;
  }

  /** How many warnings were said before they were due, or at once. */
  public int inTime() {
    return (int) leadMillis.stream().filter(lead -> lead >= 0).count();
  }

  /** The median lead in ms; 0 if no warning was said. */
  public long medianMillis() {
    return leadMillis.isEmpty() ? 0 : leadMillis.get(leadMillis.size() / 2);
  }

  /** Where the facility was, or was said to be, in the state of warning without a pause. */
  private static List<Run> runs(Outcomes outcomes, int[] rows, boolean truth) {
    List<Run> runs = new ArrayList<>();
    Run run = null;
    long before = Long.MIN_VALUE;
    for (int row : rows) {
      long time = outcomes.timeMillis(row);
      boolean gap = before == Long.MIN_VALUE || time - before > GAP_MILLIS;
      SohState state = truth ? outcomes.truth(row) : outcomes.predicted(row);
      if (state == SohState.WARNING) {
        if (run == null || gap || (!truth && time - run.to > PAUSE_MILLIS)) {
          run = new Run(time, !gap);
          runs.add(run);
        }

        run.to = time;
      } else if (truth) {
        run = null;
      }

      before = time;
    }

    return runs;
  }

  private static final class Run {
    private final long from;

    /** Whether another state is known from before. */
    private final boolean isOnset;

    private long to;

    private Run(long from, boolean isOnset) {
      this.from = from;
      this.isOnset = isOnset;
      this.to = from;
    }

    private boolean meets(Run other) {
      return from <= other.to && other.from <= to;
    }
  }
}
