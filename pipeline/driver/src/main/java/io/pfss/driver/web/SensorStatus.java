package io.pfss.driver.web;

import io.pfss.models.soh.PowerFactors;
import io.pfss.models.soh.SohState;
import java.util.Comparator;
import java.util.Optional;

/**
 * The last that is known of one sensor, by event time.
 *
 * @param sensorId of the sensor
 * @param eventTimeMillis of its last reading, in ms since the epoch
 * @param temperature in °C; {@code NaN} if absent
 * @param powerFactors of its last reading; {@code NaN} where absent
 * @param state empty where the model could not tell
 */
public record SensorStatus(
    long sensorId,
    long eventTimeMillis,
    double temperature,
    PowerFactors powerFactors,
    Optional<SohState> state) {

  /**
   * Whom to look at first: by state from 경고 to 정상, an unknown state before 정상; then by the lowest
   * power factor, unknown last; then by id.
   */
  public static final Comparator<SensorStatus> WORST_FIRST =
      Comparator.comparingInt(SensorStatus::urgency)
          .thenComparingDouble(status -> status.powerFactors().average())
          .thenComparingLong(SensorStatus::sensorId);

  private int urgency() {
    if (state.isEmpty()) {
      return 2;
    }

    return switch (state.get()) {
      case WARNING -> 0;
      case CAUTION -> 1;
      case NORMAL -> 3;
    };
  }
}
