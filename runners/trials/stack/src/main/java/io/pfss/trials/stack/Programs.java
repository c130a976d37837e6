// SPDX-License-Identifier: Apache-2.0
package io.pfss.trials.stack;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** Finds installed programs. */
public final class Programs {
  private Programs() {}

  /** Returns the first executable of this name on the PATH. */
  public static Optional<Path> find(String name) {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":"))
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
