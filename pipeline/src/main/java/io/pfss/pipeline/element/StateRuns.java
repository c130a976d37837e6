// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.element;

import io.pfss.models.soh.SohState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Collects the states of each sensor as runs, a new one for each change of state. Not thread-safe.
 *
 * <p>It limits the event time of a reading to its arrival time: otherwise one reading with a clock
 * that is hours ahead would make all later ones late.
 */
public final class StateRuns {
  private final Map<Long, StateRun> latest = new HashMap<>();
  private final List<StateRun> ended = new ArrayList<>();

  /** Adds the readings of a scored batch, in offset order. */
  public void add(ScoredBatch batch) {
    Iterator<ScoredReading> scores = batch.scored().iterator();
    ScoredReading scored = scores.hasNext() ? scores.next() : null;
    for (ReceivedReading received : batch.readings()) {
      Optional<SohState> state = Optional.empty();
      double powerFactor = Double.NaN;
      if (scored != null && isOf(scored, received.position())) {
        state = scored.score().state();
        powerFactor = scored.score().powerFactors().average();
        scored = scores.hasNext() ? scores.next() : null;
      }

      long timeMillis = received.timeMillis();
      add(
          new StateRun(
              received.reading().sensorId(),
              state,
              powerFactor,
              timeMillis,
              timeMillis,
              received.ingestTimeMillis()));
    }
  }

  /** Returns all runs so far; those of a sensor in time order. */
  public List<StateRun> all() {
    List<StateRun> all = new ArrayList<>(ended);
    all.addAll(latest.values());
    return all;
  }

  private void add(StateRun run) {
    StateRun before = latest.get(run.sensorId());
    if (before == null || before.isContinuedBy(run)) {
      latest.put(run.sensorId(), before == null ? run : before.with(run));
      return;
    }

    ended.add(before);
    latest.put(run.sensorId(), run);
  }

  private static boolean isOf(ScoredReading scored, SourceOffset position) {
    return scored.received().position().equals(position);
  }
}
