package io.pfss.runners.spark;

import io.pfss.pipeline.read.ClaimGate;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.spark.streaming.StreamingContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Option;

/**
 * Lets the driver plan a micro-batch when the one before it has ended. Spark plans them by the
 * clock: where they take longer, as the first ones do, they queue, and what a batch has claimed
 * would wait for all that are before it.
 *
 * <p>{@code StreamingContext.scheduler} is Spark's own affair in Scala, but the only place that
 * knows at once: listeners hear of a batch some time after it was queued.
 */
public final class BatchGate implements ClaimGate {
  private static final Logger LOG = LoggerFactory.getLogger(BatchGate.class);
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  /** Then a batch may queue: better late than never, should Spark count otherwise one day. */
  private static final long LIMIT_NANOS = TimeUnit.MINUTES.toNanos(1);

  @Override
  public void await() {
    long deadline = System.nanoTime() + LIMIT_NANOS;
    // A stop interrupts the driver's planning.
    while (isBusy() && !Thread.currentThread().isInterrupted()) {
      if (System.nanoTime() > deadline) {
        LOG.warn("A batch takes longer than a minute: planning the next");
        return;
      }

      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  // Deprecated as all of Spark's DStreams, which SparkRunner is made of.
  @SuppressWarnings("deprecation")
  private static boolean isBusy() {
    Option<StreamingContext> context = StreamingContext.getActive();
    return context.isDefined() && !context.get().scheduler().getPendingTimes().isEmpty();
  }
}
