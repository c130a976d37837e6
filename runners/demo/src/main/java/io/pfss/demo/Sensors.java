package io.pfss.demo;

import io.pfss.pipeline.PipelineSettings;
import io.pfss.simulator.faults.FaultRates;
import io.pfss.simulator.generate.RegimeSettings;
import io.pfss.simulator.replay.ReplayFolder;
import io.pfss.simulator.send.Simulator;
import io.pfss.simulator.send.SimulatorSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The virtual sensors that the options ask for; there may be none. */
final class Sensors implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Sensors.class);

  private final Optional<Simulator> simulator;

  private Sensors(Optional<Simulator> simulator) {
    this.simulator = simulator;
  }

  /**
   * Makes sure that there can be such sensors, before Kafka is there.
   *
   * @throws IllegalArgumentException if an option's value is impossible
   * @throws IOException if the files to replay cannot be read
   */
  static void check(DemoOptions options) throws IOException {
    if (options.isSimulate()) {
      Simulator.check(settings(options));
    }
  }

  /** Makes the sensors, silent yet. */
  static Sensors of(DemoOptions options) throws IOException {
    if (!options.isSimulate()) {
      return new Sensors(Optional.empty());
    }

    return new Sensors(
        Optional.of(
            Simulator.to(
                PipelineSettings.kafka(options).clientConfig(Map.of()), settings(options))));
  }

  private static SimulatorSettings settings(DemoOptions options) {
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

  void start() {
    simulator.ifPresent(Simulator::start);
  }

  /** Lets them fall silent; what they sent is in Kafka when this returns. */
  void stop() throws IOException, InterruptedException {
    if (simulator.isPresent()) {
      LOG.info("The sensors sent {}", simulator.get().stop());
    }
  }

  @Override
  public void close() throws IOException {
    if (simulator.isPresent()) {
      simulator.get().close();
    }
  }
}
