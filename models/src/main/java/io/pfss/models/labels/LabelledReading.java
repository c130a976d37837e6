// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.labels;

import io.pfss.models.reading.HeatReading;
import io.pfss.models.soh.SohState;
import java.util.Objects;

/**
 * A reading whose true state is known.
 *
 * @param reading the reading
 * @param state the true state of the facility, from people or from the generator
 */
public record LabelledReading(HeatReading reading, SohState state) {
  public LabelledReading {
    Objects.requireNonNull(reading, "reading");
    Objects.requireNonNull(state, "state");
  }
}
