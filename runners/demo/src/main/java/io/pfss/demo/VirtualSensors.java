// SPDX-License-Identifier: Apache-2.0
package io.pfss.demo;

import io.pfss.pipeline.PipelineSettings;
import io.pfss.simulator.faults.FaultRates;
import io.pfss.simulator.generate.RegimeSettings;
import io.pfss.simulator.replay.ReplayFolder;
import io.pfss.simulator.send.SimulatorSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Translates the options into the settings of the virtual sensors. */
final class VirtualSensors {
  private VirtualSensors() {}

  /**
   * Returns the settings.
   *
   * @throws IllegalArgumentException if an option has an invalid value
   */
  static SimulatorSettings settings(DemoOptions options) {
    return new SimulatorSettings(
        options.getHeatTopic(),
        options.getSensors(),
        Duration.ofMillis(PipelineSettings.duration("interval", options.getInterval()).getMillis()),
        options.getRate(),
        options.getSpeedup(),
        0,
        options.getSeed(),
        FaultRates.parse(options.getFaults()),
        RegimeSettings.demo(),
        options.getReplay().isEmpty()
            ? Optional.empty()
            : Optional.of(
                new ReplayFolder(
                    Path.of(options.getReplay()), PipelineSettings.fieldNames(options))));
  }
}
