// SPDX-License-Identifier: Apache-2.0
package io.pfss.simulator.send;

import java.time.Duration;

/**
 * The schedule of readings: each sensor sends once in an interval, at its own phase, so that the
 * readings are spread evenly.
 *
 * @param sensors the number of sensors
 * @param intervalNanos the time between two readings of a sensor, in ns
 */
record Pace(int sensors, long intervalNanos) {
  /** Times of readings are in ms, and the readings of a sensor must have different times. */
  private static final long SHORTEST_INTERVAL_NANOS = Duration.ofMillis(1).toNanos();

  Pace {
    if (sensors < 1) {
      throw new IllegalArgumentException(
          "The number of sensors must be at least 1, not " + sensors);
    }

    if (intervalNanos < SHORTEST_INTERVAL_NANOS) {
      throw new IllegalArgumentException(
          "A sensor can send at most one reading per ms: use more than "
              + sensors
              + " sensors, a longer interval or a lower rate");
    }
  }

  static Pace every(Duration interval, int sensors) {
    return new Pace(sensors, interval.toNanos());
  }

  static Pace atRate(double readingsPerSecond, int sensors) {
    if (!(readingsPerSecond > 0)) {
      throw new IllegalArgumentException("The rate is not positive: " + readingsPerSecond);
    }

    return new Pace(sensors, Math.round(sensors * 1e9 / readingsPerSecond));
  }

  /** Returns the sensor of the reading with this number. */
  int sensorOf(long number) {
    return (int) (number % sensors);
  }

  /** Returns when the reading with this number is due, in ns since the start. */
  long dueNanos(long number) {
    long phase = number % sensors * intervalNanos / sensors;
    return number / sensors * intervalNanos + phase;
  }
}
