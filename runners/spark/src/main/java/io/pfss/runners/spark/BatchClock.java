// SPDX-License-Identifier: Apache-2.0
package io.pfss.runners.spark;

import io.pfss.pipeline.support.SteadyClock;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.spark.streaming.StreamingContext;
import org.apache.spark.streaming.ui.BatchUIData;
import org.apache.spark.util.SystemClock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Option;

/**
 * The clock by which Spark plans micro-batches. It delays the next batch until the previous one has
 * ended.
 *
 * <p>Spark's own clock plans a batch per interval, however long batches take. If they take longer
 * than the interval, as the first ones do, they queue: a batch's records wait for all earlier
 * batches. So does the driver's clean-up, so its memory and the checkpoint folder grow.
 *
 * <p>This clock does not go back with the wall clock. Spark's own clock would plan no batch until
 * the wall clock has caught up.
 *
 * <p>It reads the state of batches from Spark's Scala internals, because listeners hear of a batch
 * only some time after it was planned.
 */
public final class BatchClock extends SystemClock {
  private static final Logger LOG = LoggerFactory.getLogger(BatchClock.class);
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  /** After this time the next batch may queue, in case Spark never reports the end of one. */
  private static final long TIMEOUT_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final SteadyClock clock;

  /** Time of the last planned batch, in ms since the epoch; used by the planning thread only. */
  private volatile long planned;

  /** Called by Spark, by reflection. */
  public BatchClock() {
    this(SteadyClock.system());
  }

  BatchClock(SteadyClock clock) {
    this.clock = clock;
  }

  @Override
  public long getTimeMillis() {
    return clock.millis();
  }

  /**
   * Waits until a batch can be planned, or until the thread is interrupted, as by a stop.
   *
   * @param time of the batch, in ms since the epoch
   * @return the current time, in ms since the epoch
   */
  @Override
  public long waitTillTime(long time) {
    awaitTime(time);
    awaitEnd(planned);
    planned = time;
    return getTimeMillis();
  }

  private void awaitTime(long time) {
    long left = time - getTimeMillis();
    while (left > 0) {
      if (Thread.currentThread().isInterrupted()) {
        // Throws the InterruptedException that Spark expects but no signature here declares.
        super.waitTillTime(time);
      }

      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(left));
      left = time - getTimeMillis();
    }
  }

  private static void awaitEnd(long batch) {
    long deadline = System.nanoTime() + TIMEOUT_NANOS;
    while (batch > 0 && !hasEnded(batch) && !Thread.currentThread().isInterrupted()) {
      if (System.nanoTime() > deadline) {
        LOG.warn("Micro-batch still running after 1 min; planning the next one");
        return;
      }

      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  // Spark has deprecated DStreams, which SparkRunner uses.
  @SuppressWarnings("deprecation")
  private static boolean hasEnded(long batch) {
    Option<StreamingContext> context = StreamingContext.getActive();
    if (context.isEmpty()) {
      return true;
    }

    // Pending batches first: that is cheap, but lastCompletedBatch scans a thousand batches.
    Option<BatchUIData> last =
        context.get().scheduler().getPendingTimes().isEmpty()
            ? context.get().progressListener().lastCompletedBatch()
            : Option.empty();
    return (last.isDefined() && last.get().batchTime().milliseconds() >= batch)
        || hasFailed(context.get());
  }

  /** A batch that fails during planning never completes, so a stop would wait for it forever. */
  @SuppressWarnings("deprecation")
  private static boolean hasFailed(StreamingContext context) {
    try {
      context.awaitTerminationOrTimeout(0);
      return false;
    } catch (Exception e) {
      LOG.debug("Stream failed; the thread that waits for the pipeline reports it", e);
      return true;
    }
  }
}
