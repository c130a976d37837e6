// SPDX-License-Identifier: Apache-2.0
package io.pfss.simulator.replay;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.pfss.models.history.HistoryFormat;
import io.pfss.models.history.HistoryParsers;
import io.pfss.models.history.InvalidEntryException;
import io.pfss.models.reading.HeatReading;
import io.pfss.simulator.generate.ReadingSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Streams the readings of a file in an endless loop; only a buffer of the file is in memory. */
final class LoopingSource implements ReadingSource {
  private final Path file;
  private final HistoryFormat format;
  private @Nullable JsonParser parser;

  LoopingSource(Path file, HistoryFormat format) {
    this.file = file;
    this.format = format;
  }

  @Override
  public HeatReading next(long facilityTimeMillis) throws IOException {
    try {
      Optional<HeatReading> reading = parser == null ? Optional.empty() : format.next(parser);
      if (reading.isEmpty()) {
        close();
        parser = HistoryParsers.open(file);
        format.start(parser);
        reading = format.next(parser);
      }

      return reading
          .orElseThrow(() -> new ReplayException(file, "it has no readings", null))
          .at(facilityTimeMillis);
    } catch (InvalidEntryException | JsonProcessingException e) {
      throw new ReplayException(file, "near " + where() + ": " + e.getMessage(), e);
    }
  }

  @Override
  public void close() throws IOException {
    if (parser != null) {
      parser.close();
    }
  }

  private String where() {
    if (parser == null) {
      return "the beginning";
    }

    JsonLocation at = parser.currentLocation();
    return "line " + at.getLineNr() + ", column " + at.getColumnNr();
  }
}
