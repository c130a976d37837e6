// SPDX-License-Identifier: Apache-2.0
package io.pfss.trials.benchmarks;

import io.pfss.trials.stack.OrphanKiller;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Trains the native rival's forest, of the same size as PFSS's. */
final class RivalTraining {
  /** The rival's module. */
  static final String MODULE = "runners/trials/benchmarks/native";

  private RivalTraining() {}

  /** Returns the folder of the forest. */
  static Path folder(Path home) {
    return home.resolve("target/benchmarks/rival-model");
  }

  /** Trains the forest, unless it exists. */
  static void trainIfAbsent(Path home) throws IOException, InterruptedException {
    // Spark writes this file last.
    if (Files.exists(folder(home).resolve("metadata/_SUCCESS"))) {
      return;
    }

    System.err.println("Training the forest of the native rival");
    List<String> command = Contestant.onSpark(home, MODULE, List.of("-Xmx2g"));
    command.add("io.pfss.trials.benchmarks.nativespark.TrainRival");
    command.add("--model=" + folder(home));
    int status = OrphanKiller.start(new ProcessBuilder(command).inheritIO()).waitFor();
    if (status != 0) {
      throw new IOException("Training of the native rival failed with exit status " + status);
    }
  }
}
