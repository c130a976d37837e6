package io.pfss.pipeline.element;

import io.pfss.models.soh.SohState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Gathers what was said of each sensor, as few runs as there are changes. Not thread-safe.
 *
 * <p>Their event times are at most those of arrival: one reading of a clock that is hours ahead
 * would make all that follow late.
 */
public final class StateRuns {
  private final Map<Long, StateRun> latest = new HashMap<>();
  private final List<StateRun> ended = new ArrayList<>();

  /** Adds the readings of a batch that has been scored, in their order in the source. */
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

      long timeMillis = Math.min(received.reading().eventTimeMillis(), received.ingestTimeMillis());
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

  /** All runs so far, each sensor's in their order. */
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
