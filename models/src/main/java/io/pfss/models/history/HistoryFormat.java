package io.pfss.models.history;

import com.fasterxml.jackson.core.JsonParser;
import io.pfss.models.reading.HeatReading;
import io.pfss.models.soh.SohState;
import java.io.IOException;
import java.util.Optional;

/** How readings stand in a file, from its first token on. Not thread-safe. */
public interface HistoryFormat {
  /** Goes to where the readings begin, from before the first token. */
  void start(JsonParser parser) throws IOException;

  /**
   * The next reading; empty at the end.
   *
   * @throws InvalidEntryException if an entry is none; the next call goes on after it
   * @throws IOException if the bytes are not JSON or cannot be read
   */
  Optional<HeatReading> next(JsonParser parser) throws IOException, InvalidEntryException;

  /** The state that the file says the reading was in that came last; empty where it says none. */
  default Optional<SohState> state() {
    return Optional.empty();
  }
}
