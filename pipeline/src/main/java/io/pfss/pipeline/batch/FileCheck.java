// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.batch;

import io.pfss.models.history.InvalidEntryException;
import io.pfss.models.reading.FieldNames;
import io.pfss.models.reading.HeatReading;
import io.pfss.models.reading.PlantIds;
import io.pfss.models.soh.SohState;
import io.pfss.models.text.Message;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Optional;

/**
 * What a backfill would load of a file.
 *
 * @param file the file's name
 * @param readings the number of its readings
 * @param firstMillis the earliest event time, in ms since the epoch; undefined without readings
 * @param lastMillis the latest event time, in ms since the epoch; undefined without readings
 * @param rejected the number of invalid entries
 * @param firstRejected the place of the first invalid entry and the reason; empty if there is none
 * @param problem why the file cannot be read to its end; empty if it can
 */
public record FileCheck(
    String file,
    long readings,
    long firstMillis,
    long lastMillis,
    long rejected,
    String firstRejected,
    String problem) {
  /**
   * Checks the files that the folders contain now, one after another, and writes nothing.
   *
   * @param rejected the folder for invalid entries, whose files are not loaded
   * @param ids of facilities in the plant, which readings may have
   * @throws IllegalArgumentException if a folder has no file
   * @throws IOException if a file system is unavailable
   */
  public static List<FileCheck> all(
      List<String> folders, String rejected, FieldNames names, PlantIds ids) throws IOException {
    List<FileCheck> checks = new ArrayList<>();
    for (HistoryFile file : HistoryFile.in(folders, rejected)) {
      Counts counts = new Counts();
      String problem = new HistoryReader(file, counts).read(names, ids);
      checks.add(
          new FileCheck(
              file.file(),
              counts.times.getCount(),
              counts.times.getMin(),
              counts.times.getMax(),
              counts.rejected,
              counts.firstRejected,
              problem));
    }

    return checks;
  }

  private static final class Counts implements HistoryReader.Sink {
    private final LongSummaryStatistics times = new LongSummaryStatistics();
    private long rejected;
    private String firstRejected = "";

    @Override
    public void reading(HeatReading reading, Optional<SohState> label) {
      times.accept(reading.eventTimeMillis());
    }

    @Override
    public void rejected(InvalidEntryException entry) {
      if (rejected++ == 0) {
        firstRejected = Message.of("line %d: %s", entry.start().getLineNr(), entry.getMessage());
      }
    }
  }
}
