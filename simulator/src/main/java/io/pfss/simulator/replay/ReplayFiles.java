// SPDX-License-Identifier: Apache-2.0
package io.pfss.simulator.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.pfss.models.history.HistoryFormats;
import io.pfss.models.history.HistoryParsers;
import io.pfss.models.reading.FieldNames;
import io.pfss.models.reading.InvalidReadingException;
import io.pfss.simulator.generate.ReadingSource;
import java.io.CharConversionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * Opens the files of a folder, or one file, for replay, one sensor each: readings as in topic
 * {@code heat}, in an array or one after another or as a table, named {@code …_<sensor>.json}, or
 * original files of AI Hub 239. The beginning of a file determines its format.
 */
public final class ReplayFiles {
  private ReplayFiles() {}

  /**
   * Opens all files of readings of a folder, or the file in its place.
   *
   * @throws IOException if the folder or a file cannot be read, or has nothing to replay
   */
  public static List<ReadingSource> open(ReplayFolder replay) throws IOException {
    List<Path> files = files(replay.path());
    List<ReadingSource> sources = new ArrayList<>();
    for (Path file : files) {
      try {
        sources.add(open(file, files.indexOf(file), replay.names()));
      } catch (InvalidReadingException | JsonProcessingException | CharConversionException e) {
        throw new ReplayException(file, e.getMessage(), e);
      }
    }

    return sources;
  }

  private static List<Path> files(Path folder) throws IOException {
    if (Files.isRegularFile(folder)) {
      return List.of(folder);
    }

    if (!Files.isDirectory(folder)) {
      throw new ReplayException(folder, "it does not exist", null);
    }

    try (Stream<Path> all = Files.list(folder)) {
      List<Path> files =
          all.filter(file -> HistoryParsers.hasEnding(file.toString())).sorted().toList();
      if (files.isEmpty()) {
        throw new ReplayException(
            folder, "it has no file that ends with " + HistoryParsers.ENDINGS, null);
      }

      return files;
    }
  }

  private static ReadingSource open(Path file, int index, FieldNames names)
      throws IOException, InvalidReadingException {
    OptionalLong sensor = HistoryFormats.sensorInName(file.getFileName().toString());
    return new LoopingSource(
        file,
        HistoryFormats.undated(() -> HistoryParsers.open(file), names, sensor.orElse(index + 1L)));
  }
}
