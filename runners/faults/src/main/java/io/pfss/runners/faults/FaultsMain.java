package io.pfss.runners.faults;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Tries faults, and prints a line of JSON for each. */
@Command(
    name = "pfss-faults",
    description =
        "Runs the main job on a YARN, HDFS and Kafka cluster of its own, breaks one part after the"
            + " other while readings are sent, and reads all sinks back. A line of JSON a fault."
            + " Exit status 1: a reading was lost, or twice in the warehouse.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
public final class FaultsMain implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Option(
      names = "--home",
      description = "The folder of this repository, compiled.",
      defaultValue = ".")
  private Path home;

  @Option(names = "--faults", split = ",", description = "Which; all if none is named.")
  private List<String> names = List.of();

  @Option(names = "--rounds", description = "How often each.", defaultValue = "1")
  private int rounds;

  @Option(names = "--rate", description = "Readings a second.", defaultValue = "2000")
  private int rate;

  @Option(
      names = "--outage",
      description = "How long what is down stays so, in s; its own time if 0.",
      defaultValue = "0")
  private long outageSeconds;

  @Option(names = "--seed", description = "Of the moments of faults.", defaultValue = "1")
  private long seed;

  @Spec private CommandSpec spec;

  private FaultsMain() {}

  /** Tries faults; {@code --help} lists the options. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new FaultsMain()).execute(args));
  }

  @Override
  public Integer call() throws Exception {
    List<Fault> faults = chosen();
    home = home.toAbsolutePath().normalize();
    Path folder = home.resolve("target/faults").resolve(Long.toString(System.currentTimeMillis()));
    boolean sound = true;
    try (FaultTrials trials = FaultTrials.start(home, folder, rate, seed)) {
      for (int round = 1; round <= rounds; round++) {
        for (Fault fault : faults) {
          ObjectNode result = trials.run(fault, round);
          System.out.println(JSON.writeValueAsString(result));
          sound &= Audit.isSound(result);
        }
      }
    }

    return sound ? 0 : 1;
  }

  private List<Fault> chosen() {
    List<Fault> all = Faults.all();
    TreeSet<String> unknown = new TreeSet<>(names);
    all.forEach(fault -> unknown.remove(fault.name()));
    if (!unknown.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(),
          "No fault " + unknown + ": they are " + all.stream().map(Fault::name).toList());
    }

    return all.stream()
        .filter(fault -> names.isEmpty() || names.contains(fault.name()))
        .map(fault -> outageSeconds == 0 ? fault : fault.lasting(Duration.ofSeconds(outageSeconds)))
        .toList();
  }
}
