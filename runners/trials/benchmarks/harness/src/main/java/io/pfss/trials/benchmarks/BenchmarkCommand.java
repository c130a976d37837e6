// SPDX-License-Identifier: Apache-2.0
package io.pfss.trials.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pfss.pipeline.kafka.HeatTopics;
import io.pfss.pipeline.kafka.KafkaCluster;
import io.pfss.simulator.faults.FaultRates;
import io.pfss.simulator.generate.RegimeSettings;
import io.pfss.simulator.send.Simulator;
import io.pfss.simulator.send.SimulatorSettings;
import io.pfss.trials.stack.Folders;
import io.pfss.trials.stack.InfluxBinary;
import io.pfss.trials.stack.InfluxServer;
import io.pfss.trials.stack.KafkaBroker;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Compares PFSS with the same job in native Spark and with the limit of the machine, in alternating
 * rounds, and prints one line of JSON for each trial.
 */
@Command(
    name = "benchmark",
    description =
        "Compares PFSS on SparkRunner with the native rival and with the limit of the machine.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
public final class BenchmarkCommand implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final double MAX_RATE = 1_000_000;

  /** The time between two readings of a sensor. */
  private static final Duration INTERVAL = Duration.ofSeconds(5);

  @Option(
      names = "--contestants",
      split = ",",
      description =
          "Contestants: PFSS, TABLE (PFSS with a catalog), INSTALLED (TABLE from a distribution),"
              + " WITHOUT_ALERTS, WITHOUT_OUTLOOKS, WITHOUT_INFLUX, FLINK (PFSS on FlinkRunner), NATIVE, CONNECT (Kafka Connect and"
              + " Streams), FLINK_SQL, KAFKAIO (KafkaIO in place of PFSS's source and sender), LIMIT.",
      defaultValue = "PFSS,TABLE,NATIVE,LIMIT")
  private List<Contestant> contestants;

  @Option(
      names = "--readings",
      description = "Number of readings in the backlog trial; 0: skip this trial.",
      defaultValue = "2000000")
  private long readings;

  @Option(
      names = "--warm",
      description =
          "Number of readings of the backlog trial after which the warm figures begin; 0: none.",
      defaultValue = "0")
  private long warm;

  @Option(names = "--sensors", description = "Number of virtual sensors.", defaultValue = "1000")
  private int sensors;

  @Option(names = "--rounds", description = "Number of rounds.", defaultValue = "3")
  private int rounds;

  @Option(
      names = "--rates",
      split = ",",
      description = "Rates of steady trials, in readings/s; 0: skip this trial.",
      defaultValue = "1000,10000")
  private List<Integer> rates;

  @Option(
      names = "--fleets",
      split = ",",
      description =
          "Numbers of sensors, each with a reading every 5 s, of steady trials; 0: skip this trial.",
      defaultValue = "0")
  private List<Integer> fleets;

  @Option(
      names = "--seconds",
      description = "Length of a steady trial, and time before a kill, in s.",
      defaultValue = "60")
  private int seconds;

  @Option(
      names = "--restart-rate",
      description =
          "Rate of the restart trial, in readings/s, in which contestants are killed and"
              + " restarted; 0: skip this trial.",
      defaultValue = "0")
  private int restartRate;

  @Option(
      names = "--soak-minutes",
      description =
          "Length of the soak trial of PFSS with windows of 5 s, in min; 0: skip this trial.",
      defaultValue = "0")
  private int soakMinutes;

  @Option(
      names = "--soak-rate",
      description = "Rate of the soak trial, in readings/s.",
      defaultValue = "1000")
  private int soakRate;

  @Option(
      names = "--heap",
      description = "Maximum heap size of each contestant.",
      defaultValue = "2g")
  private String heap;

  @Option(
      names = "--profile",
      description = "Record each contestant with Flight Recorder, into profile.jfr of its folder.")
  private boolean profile;

  @Option(names = "--home", description = "The repository's folder.", defaultValue = ".")
  private Path home;

  private final Medians medians = new Medians();

  private BenchmarkCommand() {}

  /** Runs the command. */
  public static void main(String[] args) {
    System.exit(
        new CommandLine(new BenchmarkCommand())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setExecutionExceptionHandler(
                (problem, command, parsed) -> {
                  command.getErr().println("benchmark: " + problem.getMessage());
                  return 1;
                })
            .execute(args));
  }

  @Override
  public Integer call() throws Exception {
    home = home.toAbsolutePath().normalize();
    Path folder = Folders.emptied(home.resolve("target/benchmarks/last"));
    if (contestants.contains(Contestant.NATIVE)) {
      RivalTraining.trainIfAbsent(home);
    }

    if (readings > 0) {
      backlogTrials(folder.resolve("backlog"));
    }

    for (int rate : rates) {
      if (rate > 0) {
        live("steady", folder.resolve("steady-" + rate), rate, this::steady);
      }
    }

    for (int fleet : fleets) {
      if (fleet > 0) {
        sensors = fleet;
        live(
            "fleet",
            folder.resolve("fleet-" + fleet),
            (double) fleet / INTERVAL.toSeconds(),
            this::steady);
      }
    }

    if (restartRate > 0) {
      // LIMIT has no recovery.
      contestants.remove(Contestant.LIMIT);
      live(
          "restart",
          folder.resolve("restart"),
          restartRate,
          (contestant, bench, sensors, result) ->
              new RestartTrial(contestant, bench, Duration.ofSeconds(seconds))
                  .run(sensors, result));
    }

    if (rounds > 1) {
      medians.results().forEach(System.out::println);
    }

    if (soakMinutes > 0) {
      soak(folder.resolve("soak"));
    }

    return 0;
  }

  private void steady(Contestant contestant, Bench bench, Simulator sending, ObjectNode result)
      throws IOException, InterruptedException {
    new SteadyTrial(contestant, bench, Duration.ofSeconds(seconds)).run(sending, result);
  }

  private void soak(Path folder) throws Exception {
    try (KafkaBroker broker = broker(folder);
        Trial trial = trial(folder, broker, Contestant.PFSS, 1, List.of("--window=5s"));
        Simulator simulator = simulator(broker, soakRate, 0)) {
      new SoakTrial(trial.bench(), soakMinutes).run(simulator, System.out::println);
    }
  }

  private void backlogTrials(Path folder) throws Exception {
    try (KafkaBroker broker = broker(folder)) {
      System.err.println("Filling the topic: readings=" + readings);
      try (Simulator simulator = simulator(broker, MAX_RATE, readings)) {
        simulator.start();
        simulator.await();
      }

      for (int round = 1; round <= rounds; round++) {
        for (Contestant contestant : order(round)) {
          try (Trial trial = trial(folder, broker, contestant, round, List.of());
              Sinks sinks = new Sinks(contestant, trial.bench())) {
            ObjectNode result = result("backlog", contestant, round).put("readings", readings);
            new BacklogTrial(contestant, trial.bench(), readings, warm).run(sinks, result);
            print(result);
          }
        }
      }
    }
  }

  /** Runs a trial on new servers while sensors send, for each round and contestant. */
  private void live(String kind, Path folder, double rate, LiveTrial trial) throws Exception {
    for (int round = 1; round <= rounds; round++) {
      for (Contestant contestant : order(round)) {
        try (KafkaBroker broker = broker(folder.resolve(contestant.label() + "-" + round));
            Trial servers = trial(folder, broker, contestant, round, List.of());
            Simulator simulator = simulator(broker, rate, 0)) {
          ObjectNode result = result(kind, contestant, round).put("rate", rate);
          trial.run(contestant, servers.bench(), simulator, result);
          print(result);
        }
      }
    }
  }

  /** Each round begins with another contestant: no one is always next after the topic is filled. */
  private List<Contestant> order(int round) {
    List<Contestant> order = new ArrayList<>(contestants);
    Collections.rotate(order, 1 - round);
    return order;
  }

  private void print(ObjectNode result) {
    medians.add(result);
    System.out.println(result);
  }

  private ObjectNode result(String kind, Contestant contestant, int round) {
    return JSON.createObjectNode()
        .put("trial", kind)
        .put("contestant", contestant.label())
        .put("round", round)
        .put("sensors", sensors);
  }

  /** Starts a broker with an empty topic of readings. */
  private KafkaBroker broker(Path folder) throws IOException, InterruptedException {
    KafkaBroker broker =
        KafkaBroker.start(home.resolve("runners/trials/broker"), folder.resolve("kafka"));
    createTopic(broker, Bench.HEAT_TOPIC);
    return broker;
  }

  private Trial trial(
      Path folder, KafkaBroker broker, Contestant contestant, int round, List<String> options)
      throws IOException, InterruptedException {
    String name = contestant.label() + "-" + round;
    Path own = folder.resolve(name);
    String scoreTopic = "heat_pf-" + name;
    createTopic(broker, scoreTopic);
    InfluxServer influx = InfluxServer.start(InfluxBinary.obtain(), own.resolve("influxdb"));
    return new Trial(
        new Bench(
            home,
            own.resolve("data"),
            broker.bootstrapServers(),
            scoreTopic,
            influx.url().toString(),
            heap,
            moreJvmFlags(own),
            options),
        influx);
  }

  private List<String> moreJvmFlags(Path own) {
    return profile
        ? List.of(
            "-XX:StartFlightRecording=settings=profile,filename=" + own.resolve("profile.jfr"))
        : List.of();
  }

  private static void createTopic(KafkaBroker broker, String topic) {
    HeatTopics.createAbsent(
        KafkaCluster.at(broker.bootstrapServers()), List.of(topic), Sinks.PARTITIONS, (short) 1);
  }

  private Simulator simulator(KafkaBroker broker, double rate, long count) throws IOException {
    return Simulator.to(
        Map.of("bootstrap.servers", broker.bootstrapServers()),
        new SimulatorSettings(
            Bench.HEAT_TOPIC,
            sensors,
            INTERVAL,
            rate,
            1,
            count,
            1,
            FaultRates.NONE,
            RegimeSettings.demo(),
            Optional.empty()));
  }

  /** A measurement while sensors send. */
  private interface LiveTrial {
    void run(Contestant contestant, Bench bench, Simulator sensors, ObjectNode result)
        throws Exception;
  }

  private record Trial(Bench bench, InfluxServer influx) implements AutoCloseable {
    @Override
    public void close() {
      influx.close();
    }
  }
}
