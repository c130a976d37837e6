package io.pfss.trials.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What folders hold while somebody else writes to them. */
final class Folders {
  private Folders() {}

  /** The bytes of all files in a folder. */
  static long bytes(Path folder) throws IOException {
    long bytes = 0;
    for (Path file : list(folder)) {
      try {
        bytes += Files.size(file);
      } catch (NoSuchFileException e) {
        // It went meanwhile: then it has no bytes.
        continue;
      }
    }

    return bytes;
  }

  /** The number of files in a folder. */
  static long files(Path folder) throws IOException {
    return list(folder).size();
  }

  /** The files in a folder and below; none if it is absent or a part of it went meanwhile. */
  static List<Path> list(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }

    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).toList();
    } catch (UncheckedIOException e) {
      if (e.getCause() instanceof NoSuchFileException) {
        return list(folder);
      }

      throw e;
    }
  }
}
