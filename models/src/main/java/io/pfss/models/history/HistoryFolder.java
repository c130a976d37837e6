// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.history;

import com.fasterxml.jackson.core.JsonParser;
import io.pfss.models.reading.FieldNames;
import io.pfss.models.reading.HeatReading;
import io.pfss.models.reading.InvalidReadingException;
import io.pfss.models.reading.PlantIds;
import io.pfss.models.soh.SohState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * The files of readings in local folders, or named themselves, ordered by the time of their first
 * readings.
 */
public final class HistoryFolder {
  private final List<DatedFile> files;
  private final FieldNames names;
  private final Instant latest;

  private HistoryFolder(List<DatedFile> files, FieldNames names, Instant latest) {
    this.files = files;
    this.names = names;
    this.latest = latest;
  }

  /**
   * Finds the files of folders and of their subfolders. A file in place of a folder is taken.
   *
   * @param names the names of the readings' fields and of the long format's channels
   * @param latest the latest valid event time
   * @throws IllegalArgumentException if a folder is missing or has no such file, or if a file
   *     cannot be read or has an unknown format
   */
  public static HistoryFolder of(List<Path> folders, FieldNames names, Instant latest)
      throws IOException {
    HistoryFolder unsorted = new HistoryFolder(new ArrayList<>(), names, latest);
    for (Path folder : folders) {
      List<Path> found;
      try (Stream<Path> all = Files.walk(folder)) {
        found = all.filter(file -> HistoryParsers.hasEnding(file.toString())).sorted().toList();
      } catch (NoSuchFileException e) {
        throw new IllegalArgumentException(folder + " does not exist", e);
      }

      if (found.isEmpty()) {
        throw new IllegalArgumentException(
            folder + " has no file that ends with " + HistoryParsers.ENDINGS);
      }

      for (Path file : found) {
        unsorted.files.add(new DatedFile(file, unsorted.firstTime(file)));
      }
    }

    unsorted.files.sort(Comparator.comparingLong(DatedFile::firstMillis));
    return unsorted;
  }

  /** Returns the number of files. */
  public int size() {
    return files.size();
  }

  /**
   * Reads all files.
   *
   * @return the number of invalid entries, which are skipped
   * @throws IllegalArgumentException if a file cannot be read or has an unknown format
   */
  public long read(Readings readings) {
    long invalid = 0;
    for (DatedFile file : files) {
      invalid += read(file.file, LongFormat.MAX_OPEN_MINUTES, readings);
    }

    return invalid;
  }

  private long read(Path file, int maxOpenMinutes, Readings readings) {
    long invalid = 0;
    try {
      HistoryFormat format = format(file, maxOpenMinutes);
      try (JsonParser parser = HistoryParsers.open(file)) {
        format.start(parser);
        while (true) {
          try {
            Optional<HeatReading> reading = format.next(parser);
            if (reading.isEmpty() || !readings.accept(reading.get(), format.state())) {
              return invalid;
            }
          } catch (InvalidEntryException e) {
            invalid++;
          }
        }
      }
    } catch (InvalidReadingException | IOException e) {
      throw new IllegalArgumentException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  private HistoryFormat format(Path file, int maxOpenMinutes)
      throws IOException, InvalidReadingException {
    OptionalLong sensor = HistoryFormats.sensorInName(file.getFileName().toString());
    return HistoryFormats.dated(
        () -> HistoryParsers.open(file), names, PlantIds.NONE, sensor, latest, maxOpenMinutes);
  }

  private long firstTime(Path file) {
    long[] first = {Long.MAX_VALUE};
    // One open minute is enough: a file begins with its first minute.
    read(
        file,
        1,
        (reading, state) -> {
          first[0] = reading.eventTimeMillis();
          return false;
        });
    return first[0];
  }

  private record DatedFile(Path file, long firstMillis) {}

  /** Receives readings. */
  @FunctionalInterface
  public interface Readings {
    /**
     * Receives a reading.
     *
     * @param state the label of the reading in the file
     * @return whether to continue with this file
     */
    boolean accept(HeatReading reading, Optional<SohState> state);
  }
}
