// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.influx;

import com.fasterxml.jackson.core.io.NumberOutput;
import io.pfss.models.reading.HeatReading;
import io.pfss.models.soh.PowerFactors;
import io.pfss.models.soh.SohScore;
import io.pfss.models.soh.SohState;
import io.pfss.pipeline.element.ScoredReading;
import io.pfss.pipeline.outlook.OutlookJson;
import java.util.Optional;

/**
 * Formats scored readings as points in InfluxDB's line protocol. The measurement, tag and fields
 * are those of the data contract; times are in ms. Omits unknown values.
 */
public final class PointLine {
  private static final String MEASUREMENT = "sensor_measurement";
  private static final int TYPICAL_CHARACTERS = 200;

  private PointLine() {}

  /**
   * Returns the line of a reading.
   *
   * @param nowMillis time of the write, in ms since the epoch, for {@code latency_ms}
   */
  public static String of(ScoredReading scored, long nowMillis) {
    HeatReading reading = scored.received().reading();
    SohScore score = scored.score();
    PowerFactors powerFactors = score.powerFactors();
    StringBuilder line = new StringBuilder(TYPICAL_CHARACTERS);
    line.append(MEASUREMENT).append(",sensor_id=").append(reading.sensorId());
    line.append(" latency_ms=").append(nowMillis - reading.eventTimeMillis()).append('i');
    number(line, "temperature", score.temperature());
    number(line, "pf", powerFactors.average());
    number(line, "R_pf", powerFactors.r());
    number(line, "S_pf", powerFactors.s());
    number(line, "T_pf", powerFactors.t());
    number(line, OutlookJson.RISK, scored.outlook().risk());
    number(line, OutlookJson.KVAR_TO_90, scored.outlook().kvarTo90());
    Optional<SohState> state = score.state();
    if (state.isPresent()) {
      line.append(",pred=\"").append(state.get().label()).append('"');
      line.append(",state=").append(state.get().ordinal()).append('i');
    }

    return line.append(' ').append(reading.eventTimeMillis()).toString();
  }

  private static void number(StringBuilder line, String field, double value) {
    if (!Double.isNaN(value)) {
      line.append(',').append(field).append('=').append(NumberOutput.toString(value, true));
    }
  }
}
