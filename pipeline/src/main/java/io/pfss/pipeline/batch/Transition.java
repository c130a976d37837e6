// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.batch;

import io.pfss.pipeline.element.RecordCoder;
import java.util.Comparator;
import java.util.Objects;
import org.apache.beam.sdk.coders.DefaultCoder;

/**
 * The states that two models give to a facility's reading.
 *
 * @param sensorId the sensor of the facility
 * @param from the state of the model to compare with
 * @param to the state of the model that scores
 */
@DefaultCoder(RecordCoder.class)
public record Transition(long sensorId, ScoredState from, ScoredState to)
    implements Comparable<Transition> {
  private static final Comparator<Transition> ORDER =
      Comparator.comparingLong(Transition::sensorId)
          .thenComparing(Transition::from)
          .thenComparing(Transition::to);

  public Transition {
    Objects.requireNonNull(from, "from");
    Objects.requireNonNull(to, "to");
  }

  /** Whether the models disagree. */
  public boolean isChange() {
    return from != to;
  }

  @Override
  public int compareTo(Transition other) {
    return ORDER.compare(this, other);
  }
}
