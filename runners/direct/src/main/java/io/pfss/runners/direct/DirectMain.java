package io.pfss.runners.direct;

import io.pfss.driver.Launcher;
import java.io.PrintStream;
import java.util.Set;
import org.apache.beam.runners.direct.DirectOptions;
import org.apache.beam.runners.direct.DirectRunner;

/** The main job on DirectRunner: one process, for a laptop and for tests. */
public final class DirectMain {
  private DirectMain() {}

  /** Runs until it is stopped; {@code --help} lists the options. */
  public static void main(String[] args) {
    Launcher.launch(args, DirectOptions.class, DirectMain::setDefaults);
  }

  /** Runs in this process and answers the exit status. */
  static int run(String[] args, PrintStream out, PrintStream err) {
    return Launcher.run(args, DirectOptions.class, DirectMain::setDefaults, out, err);
  }

  private static boolean setDefaults(DirectOptions options, Set<String> given) {
    options.setRunner(DirectRunner.class);
    options.setBlockOnRun(false);
    // These look for faults in DoFns at the cost of speed; the end-to-end test has them on.
    options.setEnforceEncodability(false);
    options.setEnforceImmutability(false);
    if (!given.contains("targetParallelism")) {
      // The runner asks each reader in a loop. One for all partitions is asked seldom, as it waits;
      // and more threads gain nothing where the sinks are on the same machine.
      options.setTargetParallelism(1);
    }

    return false;
  }
}
