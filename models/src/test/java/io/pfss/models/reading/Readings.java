// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.reading;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Arbitrary readings with some absent measures. */
public final class Readings {
  private Readings() {}

  /** Returns any valid reading. */
  public static Arbitrary<HeatReading> any() {
    Arbitrary<Double> values = Arbitraries.doubles().injectNull(0.2);
    return Combinators.combine(
            Arbitraries.longs(),
            Arbitraries.longs().between(0, HeatJson.MAX_EVENT_TIME_MILLIS),
            values.list().ofSize(Measure.ALL.size()))
        .as(
            (sensorId, time, measured) -> {
              HeatReading.Builder reading = HeatReading.builder(sensorId, time);
              for (Measure measure : Measure.ALL) {
                Double value = measured.get(measure.ordinal());
                reading.set(measure, value == null ? Double.NaN : value);
              }

              return reading.build();
            });
  }
}
