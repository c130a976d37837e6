// SPDX-License-Identifier: Apache-2.0
package io.pfss.simulator.generate;

import io.pfss.models.reading.HeatReading;
import java.io.IOException;

/** An endless source of the readings of one virtual sensor. Not thread-safe. */
public interface ReadingSource extends AutoCloseable {
  /**
   * Returns the next reading.
   *
   * @param facilityTimeMillis the facility's time, in ms since the epoch, which becomes the event
   *     time; later than in the previous call
   * @throws IOException if the source cannot be read
   */
  HeatReading next(long facilityTimeMillis) throws IOException;

  @Override
  default void close() throws IOException {}
}
