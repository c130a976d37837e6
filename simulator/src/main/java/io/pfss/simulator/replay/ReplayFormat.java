package io.pfss.simulator.replay;

import com.fasterxml.jackson.core.JsonParser;
import io.pfss.models.reading.HeatReading;
import io.pfss.models.reading.InvalidReadingException;
import java.io.IOException;
import java.util.Optional;

/** How readings stand in a file, from its first token on. */
interface ReplayFormat {
  /** Goes to where the readings begin. */
  void start(JsonParser parser) throws IOException;

  /** The next reading, stamped with a time; empty at the end. */
  Optional<HeatReading> next(JsonParser parser, long timeMillis)
      throws IOException, InvalidReadingException;
}
