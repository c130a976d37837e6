package io.pfss.pipeline.batch;

import java.util.HashMap;
import java.util.Map;
import java.util.function.ObjLongConsumer;

/** Counts the transitions of a bundle's readings. */
final class TransitionCounts {
  private static final int STATES = ScoredState.ALL.size();

  private final Map<Long, long[]> bySensor = new HashMap<>();

  void add(long sensorId, ScoredState from, ScoredState to) {
    bySensor
        .computeIfAbsent(sensorId, any -> new long[STATES * STATES])[
        from.ordinal() * STATES + to.ordinal()]++;
  }

  /** Hands on each transition that there was, and how often. */
  void forEach(ObjLongConsumer<Transition> sink) {
    bySensor.forEach(
        (sensorId, counts) -> {
          for (int i = 0; i < counts.length; i++) {
            if (counts[i] > 0) {
              sink.accept(
                  new Transition(
                      sensorId, ScoredState.ALL.get(i / STATES), ScoredState.ALL.get(i % STATES)),
                  counts[i]);
            }
          }
        });
  }
}
