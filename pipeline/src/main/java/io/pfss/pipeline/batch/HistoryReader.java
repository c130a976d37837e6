// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.batch;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.pfss.models.history.HistoryFormat;
import io.pfss.models.history.HistoryFormats;
import io.pfss.models.history.HistoryParsers;
import io.pfss.models.history.InvalidEntryException;
import io.pfss.models.reading.FieldNames;
import io.pfss.models.reading.HeatReading;
import io.pfss.models.reading.InvalidReadingException;
import io.pfss.models.reading.PlantIds;
import io.pfss.models.soh.SohState;
import io.pfss.models.text.Message;
import io.pfss.pipeline.parse.ParseReadings;
import java.io.CharConversionException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.time.Instant;
import java.util.Optional;

/** Reads a file of readings as far as possible. */
final class HistoryReader {
  private final HistoryFile file;
  private final Sink sink;

  HistoryReader(HistoryFile file, Sink sink) {
    this.file = file;
    this.sink = sink;
  }

  /**
   * Reads the file.
   *
   * @return why the file was not read to its end; empty if it was
   * @throws IOException if the file system is unavailable, or the sink fails
   */
  String read(FieldNames names, PlantIds ids) throws IOException {
    HistoryBytes bytes = new HistoryBytes(file.file());
    Instant latest = Instant.now().plusMillis(ParseReadings.MAX_AHEAD.getMillis());
    try {
      HistoryFormat format =
          HistoryFormats.dated(bytes::parser, names, ids, file.sensorInName(), latest);
      try (JsonParser parser = bytes.parser()) {
        format.start(parser);
        Optional<HeatReading> reading = next(format, parser);
        while (reading.isPresent()) {
          sink.reading(reading.get(), format.state());
          reading = next(format, parser);
        }
      }
    } catch (InvalidReadingException e) {
      return String.valueOf(e.getMessage());
    } catch (JsonProcessingException e) {
      return Message.of(
          "invalid %s at line %d, column %d: %s",
          HistoryParsers.isTable(file.file()) ? "CSV" : "JSON",
          e.getLocation().getLineNr(),
          e.getLocation().getColumnNr(),
          e.getOriginalMessage());
    } catch (CharConversionException e) {
      return "the file cannot be read: " + e.getMessage() + ". Save it in UTF-8";
    } catch (FileNotFoundException | AccessDeniedException e) {
      // A retry would not help, unlike for an unavailable file system.
      return "the file cannot be read: " + e.getMessage();
    }

    return "";
  }

  private Optional<HeatReading> next(HistoryFormat format, JsonParser parser) throws IOException {
    while (true) {
      try {
        return format.next(parser);
      } catch (InvalidEntryException e) {
        sink.rejected(e);
      }
    }
  }

  /** Receives the entries of a file in their order. */
  interface Sink {
    /**
     * Receives a reading.
     *
     * @param label of the reading in the file
     */
    void reading(HeatReading reading, Optional<SohState> label) throws IOException;

    /** Receives an entry that is not a valid reading. */
    void rejected(InvalidEntryException entry) throws IOException;
  }
}
