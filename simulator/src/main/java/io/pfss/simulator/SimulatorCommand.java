// SPDX-License-Identifier: Apache-2.0
package io.pfss.simulator;

import io.pfss.models.reading.FieldNames;
import io.pfss.models.text.Utf8;
import io.pfss.simulator.faults.FaultRates;
import io.pfss.simulator.generate.RegimeSettings;
import io.pfss.simulator.replay.ReplayFolder;
import io.pfss.simulator.send.KafkaRefusedException;
import io.pfss.simulator.send.SentCounts;
import io.pfss.simulator.send.Simulator;
import io.pfss.simulator.send.SimulatorSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Sends the readings of virtual sensors to Kafka, until it is stopped. */
@Command(
    name = "simulator",
    description = "Sends the readings of virtual sensors to Kafka, until Ctrl-C or SIGTERM.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
public final class SimulatorCommand implements Callable<Integer> {
  private static final int FAILED = 1;
  private static final int WRONG_USE = 2;

  @Option(
      names = "--bootstrap-servers",
      description = "Addresses of the Kafka brokers.",
      defaultValue = "localhost:9092")
  private String bootstrapServers;

  @Option(
      names = "--kafka-config",
      description = "Properties file with more settings of the Kafka client.")
  private Path kafkaConfig;

  @Option(names = "--topic", description = "Topic of the readings.", defaultValue = "heat")
  private String topic;

  @Option(names = "--sensors", description = "Number of sensors.", defaultValue = "5")
  private int sensors;

  @Option(
      names = "--interval",
      description = "Time between two readings of a sensor.",
      defaultValue = "5s")
  private Duration interval;

  @Option(
      names = "--rate",
      description = "Readings/s of all sensors together; 0: use the interval.",
      defaultValue = "0")
  private double rate;

  @Option(
      names = "--speedup",
      description = "Factor by which the facilities change faster.",
      defaultValue = "1")
  private double speedup;

  @Option(
      names = "--count",
      description = "Number of readings to send; 0: no end.",
      defaultValue = "0")
  private long count;

  @Option(names = "--seed", description = "Seed of readings and faults.", defaultValue = "1")
  private long seed;

  @Option(
      names = "--faults",
      description =
          "Share of the readings with each fault (late, duplicate, out-of-order, null,"
              + " malformed, impossible), for example malformed=0.01,late=0.02.",
      defaultValue = "")
  private FaultRates faults;

  @Option(
      names = "--replay",
      description = "Folder of JSON files to send instead of generated readings.")
  private Path replay;

  @Option(
      names = {"--field-names", "--fieldNames"},
      description = "Properties file with the names of fields in the files of --replay.")
  private FieldNames fieldNames = FieldNames.DEFAULT;

  private SimulatorCommand() {}

  /** Runs the command. */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    return new CommandLine(new SimulatorCommand())
        .registerConverter(Duration.class, SimulatorCommand::duration)
        .registerConverter(FaultRates.class, SimulatorCommand::faultRates)
        .registerConverter(FieldNames.class, SimulatorCommand::fieldNames)
        .setExecutionExceptionHandler(
            (problem, command, parsed) -> {
              command.getErr().println("simulator: " + problem.getMessage());
              return problem instanceof KafkaRefusedException ? WRONG_USE : FAILED;
            });
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    SimulatorSettings settings =
        new SimulatorSettings(
            topic,
            sensors,
            interval,
            rate,
            speedup,
            count,
            seed,
            faults,
            RegimeSettings.demo(),
            Optional.ofNullable(replay).map(folder -> new ReplayFolder(folder, fieldNames)));
    try (Simulator simulator = Simulator.to(kafkaConfig(), settings)) {
      Thread hook = new Thread(() -> stopAndReport(simulator), "stop-simulator");
      Runtime.getRuntime().addShutdownHook(hook);
      simulator.start();
      simulator.await();
    }

    return 0;
  }

  private static void stopAndReport(Simulator simulator) {
    try {
      SentCounts sent = simulator.stop();
      System.out.println(
          sent.records() + " records sent, " + sent.valid() + " valid, faults " + sent.faults());
    } catch (IOException | InterruptedException e) {
      System.err.println("simulator: " + e.getMessage());
    }
  }

  private Map<String, Object> kafkaConfig() throws IOException {
    Properties properties = new Properties();
    if (kafkaConfig != null) {
      try (InputStream in = Files.newInputStream(kafkaConfig)) {
        properties = Utf8.properties(in);
      } catch (CharacterCodingException e) {
        throw new IOException(
            "The Kafka settings in " + kafkaConfig + " cannot be read: " + e.getMessage(), e);
      } catch (IOException e) {
        throw new IOException(
            "The Kafka settings in " + kafkaConfig + " cannot be read: name a properties file", e);
      }
    }

    Map<String, Object> config = new HashMap<>();
    properties.forEach((key, value) -> config.put(key.toString(), value));
    config.put("bootstrap.servers", bootstrapServers);
    return config;
  }

  private static Duration duration(String text) {
    try {
      return Duration.parse("PT" + text);
    } catch (DateTimeParseException e) {
      throw new TypeConversionException("'" + text + "' is not a duration: write it as 5s or 0.5s");
    }
  }

  private static FieldNames fieldNames(String file) {
    try (InputStream in = Files.newInputStream(Path.of(file))) {
      return FieldNames.read(in);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(file + ": " + e.getMessage());
    } catch (IOException e) {
      throw new TypeConversionException(file + " cannot be read: " + e.getMessage());
    }
  }

  private static FaultRates faultRates(String text) {
    try {
      return FaultRates.parse(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
