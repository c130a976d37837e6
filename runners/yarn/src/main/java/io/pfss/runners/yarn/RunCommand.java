package io.pfss.runners.yarn;

import io.pfss.runners.stack.OrphanKiller;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The main job on a cluster of its own, its driver in the foreground. */
@Command(
    name = "run",
    description = "Starts a cluster, runs the main job on it, and ends both.",
    mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
  @Mixin private TrialFolder trial;

  @Option(
      names = "--executors",
      description = "Number of executors; default: ${DEFAULT-VALUE}.",
      defaultValue = "2")
  private int executors;

  @Option(
      names = "--stop-with-parent",
      description = "Stop when the process that started this one ends, as Maven does.")
  private boolean stopWithParent;

  @Parameters(paramLabel = "OPTION", description = "Options of the main job, after --.")
  private List<String> options = new ArrayList<>();

  @Override
  public Integer call() throws Exception {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    Path folder = trial.create();
    try (TrialCluster cluster = TrialCluster.start(trial.home(), folder, out::println)) {
      trial.write(cluster.pids());
      Submission submission = Submission.prepare(trial.home(), folder, cluster);
      List<String> all = new ArrayList<>();
      all.add("--simulate=true");
      all.add("--observe=true");
      all.add("--dataFolder=" + folder);
      all.add("--log=" + folder.resolve("pfss.log"));
      all.addAll(options);
      Process driver =
          OrphanKiller.start(
              submission
                  .process(
                      List.of("--num-executors", "" + executors, "--jars", demo().toString()), all)
                  .inheritIO());
      return new Foreground(driver, stopWithParent).await();
    } finally {
      trial.delete();
    }
  }

  /** The virtual sensors and the view, which no cluster has. */
  private Path demo() {
    return trial.home().resolve("runners/demo/target/pfss-demo.jar");
  }
}
