// SPDX-License-Identifier: Apache-2.0
package io.pfss.trials.faults;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pfss.trials.e2e.Audit;
import io.pfss.trials.stack.Folders;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command that injects faults into the main job on a cluster, and that runs the soak test. */
@Command(name = "pfss-faults", mixinStandardHelpOptions = true)
public final class FaultsMain {
  @Spec private CommandSpec spec;

  @Option(
      names = "--home",
      description = "The folder of this repository, compiled.",
      defaultValue = ".",
      scope = ScopeType.INHERIT)
  private Path home;

  private FaultsMain() {}

  /** Runs a command. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new FaultsMain()).execute(args));
  }

  @Command(
      name = "faults",
      description =
          "Runs the main job on a temporary YARN, HDFS and Kafka cluster, injects one fault after the"
              + " other under load, and audits all sinks. Prints a line of JSON for each fault. Exit"
              + " status 1: a reading was lost, or is duplicate in the warehouse.",
      mixinStandardHelpOptions = true,
      showDefaultValues = true)
  int faults(
      @Option(names = "--faults", split = ",", description = "Names of the faults; default: all.")
          List<String> names,
      @Option(names = "--rounds", description = "Number of rounds.", defaultValue = "1") int rounds,
      @Option(
              names = "--rate",
              description = "Rate of valid readings, per s.",
              defaultValue = "2000")
          int rate,
      @Option(
              names = "--outage",
              description = "Length of each outage, in s; 0: the fault's default.",
              defaultValue = "0")
          long outageSeconds,
      @Option(
              names = "--seed",
              description = "Seed of the random times of faults.",
              defaultValue = "1")
          long seed)
      throws Exception {
    List<InjectedFault> faults = chosen(names == null ? List.of() : names);
    boolean sound = true;
    try (FaultTrials trials = FaultTrials.start(root(), folder("faults"), rate, seed)) {
      for (int round = 1; round <= rounds; round++) {
        for (InjectedFault fault : faults) {
          ObjectNode result =
              trials.run(
                  outageSeconds == 0 ? fault : fault.lasting(Duration.ofSeconds(outageSeconds)),
                  round);
          System.out.println(result);
          sound &= Audit.isSound(result);
        }
      }
    }

    return sound ? 0 : 1;
  }

  @Command(
      name = "soak",
      description =
          "Runs the main job on a temporary YARN, HDFS and Kafka cluster under a steady load,"
              + " measures its resources, and audits all sinks. Prints a line of JSON for each sample,"
              + " and one summary. Exit status 1: a reading was lost, or is duplicate in the warehouse.",
      mixinStandardHelpOptions = true,
      showDefaultValues = true)
  int soak(
      @Option(
              names = "--minutes",
              description = "Length of the test, in min.",
              defaultValue = "120")
          long minutes,
      @Option(
              names = "--rate",
              description = "Rate of valid readings, per s.",
              defaultValue = "2000")
          int rate,
      @Option(
              names = "--sample-seconds",
              description = "Interval between samples, in s.",
              defaultValue = "60")
          long sampleSeconds)
      throws Exception {
    try (Soak soak = Soak.start(root(), folder("soak"), rate)) {
      ObjectNode summary =
          soak.run(
              Duration.ofMinutes(minutes), Duration.ofSeconds(sampleSeconds), System.out::println);
      System.out.println(summary);
      return Audit.isSound(summary) ? 0 : 1;
    }
  }

  private Path root() {
    return home.toAbsolutePath().normalize();
  }

  private Path folder(String kind) throws IOException {
    return Folders.emptied(root().resolve("target/" + kind));
  }

  private List<InjectedFault> chosen(List<String> names) {
    List<InjectedFault> all = Faults.all();
    TreeSet<String> unknown = new TreeSet<>(names);
    all.forEach(fault -> unknown.remove(fault.name()));
    if (!unknown.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(),
          "Unknown faults "
              + unknown
              + "; use some of "
              + all.stream().map(InjectedFault::name).toList());
    }

    return all.stream().filter(fault -> names.isEmpty() || names.contains(fault.name())).toList();
  }
}
