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
 * The clock by which Spark plans micro-batches: a batch's time has not come before the batch that
 * was planned last has ended.
 *
 * <p>Spark's own clock plans a batch an interval, however long they take. Where they take longer,
 * as the first ones do, they queue: what a batch is to read waits for all that are before it, and
 * so does the driver's cleaning up after them, so that its memory and the checkpoint folder grow.
 *
 * <p>Nor does it go back with the wall clock, by which Spark's own would plan no batch until that
 * has caught up.
 *
 * <p>What has been planned and has ended is Spark's own affair in Scala, but the only place that
 * knows it for sure: listeners hear of a batch some time after it was planned.
 */
public final class BatchClock extends SystemClock {
  private static final Logger LOG = LoggerFactory.getLogger(BatchClock.class);
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  /** Then a batch may queue: better late than never, should Spark count otherwise one day. */
  private static final long TIMEOUT_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final SteadyClock clock;

  /** In ms since the epoch. Only the thread that plans batches waits. */
  private volatile long planned;

  /** As Spark makes it, by its name. */
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
   * Returns when a batch can be planned, or when the thread is interrupted, as it is by a stop.
   *
   * @param time the batch's, in ms since the epoch
   * @return now, in ms since the epoch
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
        // Throws the InterruptedException that Spark expects, and that no signature here names.
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
        LOG.warn("A batch takes longer than a minute: planning the next");
        return;
      }

      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  // Deprecated as all of Spark's DStreams, which SparkRunner is made of.
  @SuppressWarnings("deprecation")
  private static boolean hasEnded(long batch) {
    Option<StreamingContext> context = StreamingContext.getActive();
    if (context.isEmpty()) {
      return true;
    }

    // The pending ones first: this costs little, and the other goes through a thousand batches.
    Option<BatchUIData> last =
        context.get().scheduler().getPendingTimes().isEmpty()
            ? context.get().progressListener().lastCompletedBatch()
            : Option.empty();
    return (last.isDefined() && last.get().batchTime().milliseconds() >= batch)
        || hasFailed(context.get());
  }

  /** A batch that fails while it is planned is never completed, and a stop would wait for it. */
  @SuppressWarnings("deprecation")
  private static boolean hasFailed(StreamingContext context) {
    try {
      context.awaitTerminationOrTimeout(0);
      return false;
    } catch (Exception e) {
      LOG.debug("Told by whoever waits for the end of the pipeline", e);
      return true;
    }
  }
}
