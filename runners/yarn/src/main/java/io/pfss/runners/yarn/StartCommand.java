package io.pfss.runners.yarn;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jline.utils.Signals;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** A cluster alone. */
@Command(
    name = "start",
    description = "Starts a cluster and keeps it up until Ctrl-C, SIGTERM or the command stop.",
    mixinStandardHelpOptions = true)
final class StartCommand implements Callable<Integer> {
  @Mixin private TrialFolder trial;

  @Override
  public Integer call() throws Exception {
    CountDownLatch stopped = new CountDownLatch(1);
    Signals.register("INT", stopped::countDown);
    Signals.register("TERM", stopped::countDown);
    Path folder = trial.create();
    try (TrialCluster cluster = TrialCluster.start(trial.home(), folder, System.out::println)) {
      trial.write(cluster.pids());
      System.out.println("HADOOP_CONF_DIR=" + cluster.hadoopConfFolder());
      System.out.println("Processes: " + String.join(", ", cluster.pids().keySet()));
      stopped.await();
    } finally {
      trial.delete();
    }

    return 0;
  }
}
