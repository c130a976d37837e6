package io.pfss.runners.yarn;

import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The graceful end of the cluster that runs. */
@Command(
    name = "stop",
    description = "Ends the cluster that runs, and the main job on it, gracefully.",
    mixinStandardHelpOptions = true)
final class StopCommand implements Callable<Integer> {
  private static final long MINUTES = 5;

  @Mixin private TrialFolder trial;

  @Override
  public Integer call() throws Exception {
    Optional<ProcessHandle> owner = trial.owner();
    if (owner.isEmpty()) {
      System.err.println("pfss-yarn: no cluster runs");
      return 2;
    }

    owner.get().destroy();
    owner.get().onExit().get(MINUTES, TimeUnit.MINUTES);
    return 0;
  }
}
