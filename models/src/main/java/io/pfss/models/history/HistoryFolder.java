package io.pfss.models.history;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.pfss.models.reading.HeatJson;
import io.pfss.models.reading.HeatReading;
import io.pfss.models.reading.InvalidReadingException;
import io.pfss.models.soh.SohState;
import java.io.CharConversionException;
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
 * The files of folders on this machine, those whose names end with {@code .json} or {@code .jsonl},
 * in the order of their first readings.
 */
public final class HistoryFolder {
  private final List<DatedFile> files;
  private final Instant latest;

  private HistoryFolder(List<DatedFile> files, Instant latest) {
    this.files = files;
    this.latest = latest;
  }

  /**
   * Finds the files of folders, and of the folders in these.
   *
   * @param latest readings after it are invalid
   * @throws IllegalArgumentException if a folder has none, or a file is of no known format
   */
  public static HistoryFolder of(List<Path> folders, Instant latest) throws IOException {
    HistoryFolder unsorted = new HistoryFolder(new ArrayList<>(), latest);
    for (Path folder : folders) {
      List<Path> found;
      try (Stream<Path> all = Files.walk(folder)) {
        found = all.filter(file -> file.toString().matches(".*\\.jsonl?")).sorted().toList();
      } catch (NoSuchFileException e) {
        throw new IllegalArgumentException(folder + " is not there", e);
      }

      if (found.isEmpty()) {
        throw new IllegalArgumentException(folder + " has no file that ends with .json or .jsonl");
      }

      for (Path file : found) {
        unsorted.files.add(new DatedFile(file, unsorted.firstTime(file)));
      }
    }

    unsorted.files.sort(Comparator.comparingLong(DatedFile::firstMillis));
    return unsorted;
  }

  /** How many files there are. */
  public int size() {
    return files.size();
  }

  /**
   * Reads all of them.
   *
   * @return how many entries are no readings, and were passed over
   * @throws IllegalArgumentException if a file is of no known format
   */
  public long read(Readings readings) throws IOException {
    long invalid = 0;
    for (DatedFile file : files) {
      invalid += read(file.file, readings);
    }

    return invalid;
  }

  private long read(Path file, Readings readings) throws IOException {
    long invalid = 0;
    try {
      HistoryFormat format = format(file);
      try (JsonParser parser = HeatJson.FACTORY.createParser(file.toFile())) {
        format.start(parser);
        while (true) {
          try {
            Optional<HeatReading> reading = format.next(parser);
            if (reading.isEmpty() || !readings.take(reading.get(), format.state())) {
              return invalid;
            }
          } catch (InvalidEntryException e) {
            invalid++;
          }
        }
      }
    } catch (InvalidReadingException | JsonProcessingException | CharConversionException e) {
      throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
    }
  }

  private HistoryFormat format(Path file) throws IOException, InvalidReadingException {
    OptionalLong sensor = HistoryFormats.sensorInName(file.getFileName().toString());
    return HistoryFormats.dated(() -> HeatJson.FACTORY.createParser(file.toFile()), sensor, latest);
  }

  private long firstTime(Path file) throws IOException {
    long[] first = {Long.MAX_VALUE};
    read(
        file,
        (reading, state) -> {
          first[0] = reading.eventTimeMillis();
          return false;
        });
    return first[0];
  }

  private record DatedFile(Path file, long firstMillis) {}

  /** Takes readings. */
  @FunctionalInterface
  public interface Readings {
    /**
     * Takes a reading.
     *
     * @param state that the file says it was in
     * @return whether more of the file is wanted
     */
    boolean take(HeatReading reading, Optional<SohState> state);
  }
}
