package io.pfss.simulator.generate;

import io.pfss.models.reading.HeatReading;
import java.io.IOException;

/** The readings of one virtual sensor, without end. Not thread-safe. */
public interface ReadingSource extends AutoCloseable {
  /**
   * The next reading.
   *
   * @param facilityTimeMillis the facility's own time, later than at the call before; the reading
   *     carries it
   * @throws IOException if the source cannot be read
   */
  HeatReading next(long facilityTimeMillis) throws IOException;

  @Override
  default void close() throws IOException {}
}
