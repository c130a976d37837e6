package io.pfss.pipeline.sink;

import io.pfss.pipeline.element.ScoredBatch;
import java.io.IOException;
import java.io.Serializable;

/**
 * A place that readings are delivered to. {@link Deliver} writes the batches of a bundle to all its
 * sinks, flushes them at once, and hands the batches on when every sink has acknowledged.
 */
public interface Sink extends Serializable {
  /**
   * Opens the sink for a worker's bundles.
   *
   * @throws IOException if it is not there and is not worth waiting for
   */
  Writer open() throws IOException;

  /** The open sink of one {@code DoFn}; one bundle at a time. */
  interface Writer {
    /** Begins a bundle. Whatever a bundle before it has left, as it failed, is forgotten. */
    void start();

    /**
     * Takes the readings of a batch. They may be on their way when it returns, or wait for {@link
     * #flush}.
     *
     * @throws IOException if the sink does not take them: the bundle fails
     */
    void write(ScoredBatch batch) throws IOException, InterruptedException;

    /**
     * Waits until the sink has acknowledged all that was written in the bundle. May be called by
     * another thread than the other methods, beside other sinks' flushes.
     *
     * @return what was stored and what was refused
     * @throws IOException if the sink does not acknowledge: the bundle fails, and is tried again
     */
    Acknowledgement flush() throws IOException, InterruptedException;
  }
}
