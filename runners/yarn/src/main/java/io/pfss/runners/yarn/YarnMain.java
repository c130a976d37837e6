package io.pfss.runners.yarn;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** A cluster of YARN, HDFS and Kafka on this machine, and the main job on it. */
@Command(
    name = "pfss-yarn",
    description = "Runs PFSS on a YARN, HDFS and Kafka cluster of its own, on this machine.",
    mixinStandardHelpOptions = true,
    subcommands = {RunCommand.class, StartCommand.class, KillCommand.class, StopCommand.class})
public final class YarnMain {
  private YarnMain() {}

  /** Runs a command. */
  public static void main(String[] args) {
    System.exit(
        new CommandLine(new YarnMain())
            .setExecutionExceptionHandler(
                (problem, command, parsed) -> {
                  command.getErr().println("pfss-yarn: " + problem.getMessage());
                  return 1;
                })
            .execute(args));
  }
}
