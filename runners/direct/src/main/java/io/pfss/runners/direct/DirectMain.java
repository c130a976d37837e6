// SPDX-License-Identifier: Apache-2.0
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

  /** Runs in this process and returns the exit status. */
  static int run(String[] args, PrintStream out, PrintStream err) {
    return Launcher.run(args, DirectOptions.class, DirectMain::setDefaults, out, err);
  }

  private static boolean setDefaults(DirectOptions options, Set<String> given) {
    options.setRunner(DirectRunner.class);
    options.setBlockOnRun(false);
    // These slow checks look for faults in DoFns; the end-to-end test enables them.
    options.setEnforceEncodability(false);
    options.setEnforceImmutability(false);
    if (!given.contains("targetParallelism")) {
      // The runner polls each reader in a loop. A single reader of all partitions waits in the
      // poll, so it costs little; more threads gain nothing if the sinks are on the same machine.
      options.setTargetParallelism(1);
    }

    return false;
  }
}
