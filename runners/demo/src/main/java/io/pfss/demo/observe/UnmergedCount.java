package io.pfss.demo.observe;

import java.io.IOException;

/** Counts what the warehouse keeps already, but not yet in a Parquet file. */
@FunctionalInterface
public interface UnmergedCount {
  /**
   * How many readings there are now.
   *
   * @throws IOException if the warehouse cannot be read
   */
  long rows() throws IOException;
}
