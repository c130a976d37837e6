package io.pfss.demo.observe;

import java.io.IOException;

/** Asks a part of the system for what it has now. */
@FunctionalInterface
public interface Lookup<T> {
  /**
   * Asks once; bounded in time.
   *
   * @throws IOException if there is no answer; the message is for people
   */
  T now() throws IOException, InterruptedException;
}
