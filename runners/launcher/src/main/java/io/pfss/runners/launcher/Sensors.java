package io.pfss.runners.launcher;

import io.pfss.pipeline.PfssPipeline;
import io.pfss.simulator.faults.FaultRates;
import io.pfss.simulator.generate.RegimeSettings;
import io.pfss.simulator.send.Simulator;
import io.pfss.simulator.send.SimulatorSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Makes the virtual sensors that the options ask for. */
final class Sensors {
  private Sensors() {}

  /** The sensors, silent yet; empty if there shall be none. */
  static Optional<Simulator> of(LauncherOptions options) throws IOException {
    if (!options.isSimulate()) {
      return Optional.empty();
    }

    SimulatorSettings settings =
        new SimulatorSettings(
            options.getHeatTopic(),
            options.getSensors(),
            Duration.ofMillis(PfssPipeline.duration("interval", options.getInterval()).getMillis()),
            options.getRate(),
            1,
            0,
            options.getSeed(),
            FaultRates.parse(options.getFaults()),
            RegimeSettings.demo(),
            options.getReplay().isEmpty()
                ? Optional.empty()
                : Optional.of(Path.of(options.getReplay())));
    return Optional.of(Simulator.to(PfssPipeline.kafka(options).clientConfig(Map.of()), settings));
  }
}
