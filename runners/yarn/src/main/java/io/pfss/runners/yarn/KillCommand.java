package io.pfss.runners.yarn;

import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** A crash of one process of the cluster. */
@Command(
    name = "kill",
    description = "Kills a process of the cluster that runs, as a crash would.",
    mixinStandardHelpOptions = true)
final class KillCommand implements Callable<Integer> {
  @Mixin private TrialFolder trial;

  @Parameters(
      paramLabel = "NAME",
      description = "namenode, datanode-1 to 3, resourcemanager, nodemanager-1, broker-1 …")
  private String name;

  @Override
  public Integer call() throws Exception {
    Optional<ProcessHandle> process = trial.find(name);
    if (process.isEmpty()) {
      System.err.println(
          "pfss-yarn: no process " + name + " runs; there are " + trial.pids().keySet());
      return 2;
    }

    // A NodeManager's containers first: they would outlive it.
    process.get().descendants().forEach(ProcessHandle::destroyForcibly);
    process.get().destroyForcibly();
    System.out.println("Killed " + name + ", process " + process.get().pid());
    return 0;
  }
}
