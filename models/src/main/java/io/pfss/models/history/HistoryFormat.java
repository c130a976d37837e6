// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.history;

import com.fasterxml.jackson.core.JsonParser;
import io.pfss.models.reading.HeatReading;
import io.pfss.models.soh.SohState;
import java.io.IOException;
import java.util.Optional;

/** A file format of readings. Not thread-safe. */
public interface HistoryFormat {
  /** Moves the parser from before the first token to the first reading. */
  void start(JsonParser parser) throws IOException;

  /**
   * Returns the next reading; empty at the end.
   *
   * @throws InvalidEntryException if an entry is invalid; the next call continues after it
   * @throws IOException if the bytes have a syntax error or cannot be read
   */
  Optional<HeatReading> next(JsonParser parser) throws IOException, InvalidEntryException;

  /** Returns the label of the last reading; empty if the file has none. */
  default Optional<SohState> state() {
    return Optional.empty();
  }
}
