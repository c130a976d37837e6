// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.score;

import io.pfss.models.reading.HeatReading;
import io.pfss.models.reading.Measure;
import io.pfss.models.soh.PowerFactors;
import io.pfss.models.soh.SohScore;
import io.pfss.models.soh.SohState;
import io.pfss.pipeline.element.LatestOutlook;
import io.pfss.pipeline.element.ReceivedReading;
import io.pfss.pipeline.element.ScoredReading;
import io.pfss.pipeline.element.SourceOffset;

/** Scored readings for tests. */
public final class Scores {
  private Scores() {}

  /** Returns a reading of sensor 7 with P = 3, Q = 4 over all phases and on R, without S and T. */
  public static ScoredReading warning(long eventTimeMillis, long offset) {
    HeatReading reading =
        HeatReading.builder(7, eventTimeMillis)
            .set(Measure.TEMPERATURE, 31.5)
            .set(Measure.ACTIVE_POWER_AVG, 3)
            .set(Measure.REACTIVE_POWER_AVG, 4)
            .set(Measure.R_ACTIVE_POWER, 3)
            .set(Measure.R_REACTIVE_POWER, 4)
            .build();
    return scored(
        reading,
        offset,
        SohScore.of(
            31.5, PowerFactors.of(reading), SohState.WARNING, new double[] {0.125, 0.25, 0.625}),
        new LatestOutlook(0.4, 12.5, false, 1_700_000_000_000L));
  }

  /** Returns a reading of sensor 7 without measures, so without a state. */
  public static ScoredReading empty(long eventTimeMillis, long offset) {
    HeatReading reading = HeatReading.builder(7, eventTimeMillis).build();
    return scored(
        reading,
        offset,
        SohScore.withoutState(Double.NaN, PowerFactors.of(reading)),
        LatestOutlook.UNKNOWN);
  }

  private static ScoredReading scored(
      HeatReading reading, long offset, SohScore score, LatestOutlook outlook) {
    return new ScoredReading(
        new ReceivedReading(reading, new SourceOffset(1, offset), reading.eventTimeMillis() + 5),
        score,
        "3",
        outlook);
  }
}
