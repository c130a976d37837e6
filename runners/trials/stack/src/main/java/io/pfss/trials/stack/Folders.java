// SPDX-License-Identifier: Apache-2.0
package io.pfss.trials.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Operations on folders that {@link Files} lacks. */
public final class Folders {
  private Folders() {}

  /**
   * Returns a folder, emptied: a trial leaves gigabytes, of which only the last one's are kept.
   *
   * @throws IOException if a file cannot be deleted
   */
  public static Path emptied(Path folder) throws IOException {
    if (Files.exists(folder)) {
      delete(folder);
    }

    return Files.createDirectories(folder);
  }

  /** Deletes a folder and its contents. */
  static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
