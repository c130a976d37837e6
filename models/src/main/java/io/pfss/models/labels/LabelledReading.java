package io.pfss.models.labels;

import io.pfss.models.reading.HeatReading;
import io.pfss.models.soh.SohState;
import java.util.Objects;

/**
 * A reading whose true state is known.
 *
 * @param reading what the sensor measured
 * @param state the state that someone, or the generator, says the facility was in
 */
public record LabelledReading(HeatReading reading, SohState state) {
  public LabelledReading {
    Objects.requireNonNull(reading, "reading");
    Objects.requireNonNull(state, "state");
  }
}
