package io.pfss.pipeline.batch;

import io.pfss.pipeline.element.RecordCoder;
import java.util.Comparator;
import java.util.Objects;
import org.apache.beam.sdk.coders.DefaultCoder;

/**
 * What two models say of a facility's reading.
 *
 * @param sensorId of the facility
 * @param from what the one says that is compared with
 * @param to what the one says that scores
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
