// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.sink;

import io.pfss.pipeline.element.ScoredBatch;
import java.io.IOException;
import java.io.Serializable;

/**
 * A destination of readings. {@link Deliver} writes the batches of a bundle to all sinks, flushes
 * the sinks in parallel, and outputs the delivery when every sink has acknowledged.
 */
public interface Sink extends Serializable {
  /**
   * Opens the sink for a worker's bundles.
   *
   * @throws IOException if the sink is unavailable and a retry is pointless
   */
  Writer open() throws IOException;

  /** The writer of one {@code DoFn}; one bundle at a time. */
  interface Writer {
    /** Begins a bundle. The remains of a failed bundle are discarded. */
    void start();

    /**
     * Writes the readings of a batch. When it returns, they may be in flight or buffered until
     * {@link #flush}.
     *
     * @throws IOException if the sink refuses them; the bundle fails
     */
    void write(ScoredBatch batch) throws IOException, InterruptedException;

    /**
     * Waits until the sink has acknowledged everything written in the bundle. It may run in another
     * thread than the other methods, in parallel with the flushes of other sinks.
     *
     * @return the refused readings and the windows with new segments
     * @throws IOException if the sink does not acknowledge; the bundle fails and is retried
     */
    Acknowledgement flush() throws IOException, InterruptedException;
  }
}
