package io.pfss.simulator.send;

import io.pfss.simulator.faults.FaultRates;
import io.pfss.simulator.generate.RegimeSettings;
import io.pfss.simulator.replay.ReplayFolder;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * What a simulator sends. Immutable.
 *
 * @param topic where to
 * @param sensors how many; as many as there are files where files are replayed
 * @param interval between two readings of one sensor
 * @param rate of all sensors together, in readings/s; 0: by the interval
 * @param speedup how fast the facilities' own time goes, by which loads and regimes change; the
 *     readings' times are always the clock's
 * @param count after how many readings to end; 0: never
 * @param seed of readings and faults
 * @param faults what goes wrong, and how often
 * @param regimes how the facilities' health changes
 * @param replay a folder of files to send instead of generated readings
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
