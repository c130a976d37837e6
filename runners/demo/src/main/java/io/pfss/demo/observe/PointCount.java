package io.pfss.demo.observe;

import java.io.IOException;
import java.time.Instant;

/** How many points the scores' measurement holds in InfluxDB. */
public interface PointCount {
  /**
   * Counts the points whose time is at or after this. Bounded in time.
   *
   * @throws IOException if the server does not answer, or refuses; the message is for people
   */
  long since(Instant from) throws IOException, InterruptedException;
}
