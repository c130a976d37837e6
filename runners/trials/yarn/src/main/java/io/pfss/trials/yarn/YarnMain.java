// SPDX-License-Identifier: Apache-2.0
package io.pfss.trials.yarn;

import io.pfss.trials.stack.OrphanKiller;
import io.pfss.trials.stack.Processes;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jline.utils.Signals;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A cluster of YARN, HDFS and Kafka on this machine, and the main job on it. */
@Command(
    name = "pfss-yarn",
    description = "Runs PFSS on a temporary YARN, HDFS and Kafka cluster on this machine.",
    mixinStandardHelpOptions = true)
public final class YarnMain {
  private static final Logger LOG = LoggerFactory.getLogger(YarnMain.class);
  private static final long STOP_MINUTES = 5;

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

  @Command(
      name = "run",
      description = "Starts a cluster, runs the main job on it, and stops both.",
      mixinStandardHelpOptions = true)
  int run(
      @Mixin TrialFolder trial,
      @Option(
              names = "--executors",
              description = "Number of executors; default: ${DEFAULT-VALUE}.",
              defaultValue = "2")
          int executors,
      @Option(
              names = "--stop-with-parent",
              description = "Stop when the parent process, such as Maven, ends.")
          boolean stopWithParent,
      @Parameters(
              arity = "0..*",
              paramLabel = "OPTION",
              description = "Options of the main job, after --.")
          List<String> options)
      throws Exception {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    Path folder = trial.create();
    try (TrialCluster cluster = TrialCluster.start(trial.home(), folder, out::println)) {
      trial.write(cluster.pids());
      List<String> all = new ArrayList<>(List.of("--simulate=true", "--observe=true"));
      all.add("--dataFolder=" + folder);
      all.add("--log=" + folder.resolve("pfss.log"));
      all.addAll(Optional.ofNullable(options).orElse(List.of()));
      Process driver =
          OrphanKiller.start(
              Submission.prepare(trial.home(), folder, cluster)
                  .process(List.of("--num-executors", "" + executors, "--jars", demo(trial)), all)
                  .inheritIO());
      // Forwards SIGTERM to the driver, which stops gracefully.
      Signals.register("INT", () -> LOG.debug("SIGINT ignored: the driver receives it too"));
      Signals.register("TERM", driver::destroy);
      if (stopWithParent) {
        ProcessHandle.current()
            .parent()
            .ifPresent(
                parent -> {
                  Future<?> unused = parent.onExit().thenRun(driver::destroy);
                });
      }

      return driver.waitFor();
    } finally {
      trial.delete();
    }
  }

  /**
   * Returns the jar of the virtual sensors and the terminal view, which are not in the cluster's
   * jar.
   */
  private static String demo(TrialFolder trial) {
    return trial.home().resolve("runners/demo/target/pfss-demo.jar").toString();
  }

  @Command(
      name = "start",
      description = "Starts a cluster that runs until Ctrl-C, SIGTERM or the command stop.",
      mixinStandardHelpOptions = true)
  int start(@Mixin TrialFolder trial) throws Exception {
    CountDownLatch stopped = new CountDownLatch(1);
    Signals.register("INT", stopped::countDown);
    Signals.register("TERM", stopped::countDown);
    PrintStream out = System.out;
    Path folder = trial.create();
    try (TrialCluster cluster = TrialCluster.start(trial.home(), folder, out::println)) {
      trial.write(cluster.pids());
      out.println("HADOOP_CONF_DIR=" + cluster.hadoopConfFolder());
      out.println("Processes: " + String.join(", ", cluster.pids().keySet()));
      stopped.await();
    } finally {
      trial.delete();
    }

    return 0;
  }

  @Command(
      name = "kill",
      description = "Kills a process of the running cluster, as a crash would.",
      mixinStandardHelpOptions = true)
  int kill(
      @Mixin TrialFolder trial,
      @Parameters(
              paramLabel = "NAME",
              description = "namenode, datanode-1 to 3, resourcemanager, nodemanager-1, broker-1 …")
          String name)
      throws Exception {
    Optional<ProcessHandle> process = trial.find(name);
    if (process.isEmpty()) {
      System.err.println(
          "pfss-yarn: no running process " + name + "; use one of " + trial.pids().keySet());
      return 2;
    }

    // Also kills a NodeManager's containers, which would outlive it.
    Processes.kill(process.get());
    System.out.println("Killed " + name + ", process " + process.get().pid());
    return 0;
  }

  @Command(
      name = "stop",
      description = "Stops the running cluster and its main job gracefully.",
      mixinStandardHelpOptions = true)
  int stop(@Mixin TrialFolder trial) throws Exception {
    Optional<ProcessHandle> owner = trial.find(TrialFolder.SELF);
    if (owner.isEmpty()) {
      System.err.println("pfss-yarn: no cluster is running");
      return 2;
    }

    owner.get().destroy();
    owner.get().onExit().get(STOP_MINUTES, TimeUnit.MINUTES);
    return 0;
  }
}
