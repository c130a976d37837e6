// SPDX-License-Identifier: Apache-2.0
package io.pfss.simulator.send;

import io.pfss.simulator.faults.FaultRates;
import io.pfss.simulator.generate.RegimeSettings;
import io.pfss.simulator.replay.ReplayFolder;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * The settings of a simulator. Immutable.
 *
 * @param topic the topic
 * @param sensors the number of sensors; ignored for a replay, which has one sensor per file
 * @param interval the time between two readings of a sensor
 * @param rate the rate of all sensors together, in readings/s; 0: use the interval
 * @param speedup the factor by which loads and regimes change faster; event times are always those
 *     of the clock
 * @param count the number of readings to send; 0: no end
 * @param seed the seed of the readings and the faults
 * @param faults the share of each fault
 * @param regimes how the facilities' health changes
 * @param replay the folder of files to send instead of generated readings
 */
public record SimulatorSettings(
    String topic,
    int sensors,
    Duration interval,
    double rate,
    double speedup,
    long count,
    long seed,
    FaultRates faults,
    RegimeSettings regimes,
    Optional<ReplayFolder> replay) {
  public SimulatorSettings {
    Objects.requireNonNull(topic, "topic");
    Objects.requireNonNull(faults, "faults");
    Objects.requireNonNull(regimes, "regimes");
    Objects.requireNonNull(replay, "replay");
    if (!(speedup > 0)) {
      throw new IllegalArgumentException("The speed-up is not positive: " + speedup);
    }

    if (count < 0) {
      throw new IllegalArgumentException("The count is negative: " + count);
    }
  }

  Pace pace(int sources) {
    return rate > 0 ? Pace.atRate(rate, sources) : Pace.every(interval, sources);
  }
}
