package io.pfss.driver.web;

import io.pfss.driver.influx.InfluxRows;
import io.pfss.models.soh.PowerFactors;
import io.pfss.models.soh.SohState;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The last reading of every sensor that has sent one within the hour.
 *
 * @param time when it was asked for
 * @param sensors the worst first
 */
record Fleet(Instant time, List<SensorStatus> sensors) {
  private static final Duration SPAN = Duration.ofHours(1);

  /** Asks InfluxDB. */
  static Fleet of(InfluxRows influx, Instant now) throws IOException, InterruptedException {
    List<SensorStatus> sensors = new ArrayList<>();
    // latency_ms is never absent: so a reading without any value counts as a sign of life.
    String select =
        "SELECT \"temperature\", \"pf\", \"R_pf\", \"S_pf\", \"T_pf\", \"state\", \"latency_ms\""
            + " FROM "
            + influx.table("sensor_measurement")
            + " WHERE "
            + LiveView.within(SPAN, now)
            + " GROUP BY \"sensor_id\" ORDER BY time DESC LIMIT 1";
    influx.read(select, (sensor, values) -> sensors.add(status(Long.parseLong(sensor), values)));
    sensors.sort(SensorStatus.WORST_FIRST);
    return new Fleet(now, List.copyOf(sensors));
  }

  /** How many are in a state; empty for those that could not be scored. */
  long count(Optional<SohState> state) {
    return sensors.stream().filter(sensor -> sensor.state().equals(state)).count();
  }

  /** The time of the last reading of all, in ms since the epoch; 0 if there is none. */
  long newestMillis() {
    return sensors.stream().mapToLong(SensorStatus::eventTimeMillis).max().orElse(0);
  }

  private static SensorStatus status(long sensor, double[] values) {
    return new SensorStatus(
        sensor,
        (long) values[0],
        values[1],
        new PowerFactors(values[2], values[3], values[4], values[5]),
        state(values[6]));
  }

  private static Optional<SohState> state(double value) {
    return Double.isNaN(value) ? Optional.empty() : Optional.of(SohState.ALL.get((int) value));
  }
}
