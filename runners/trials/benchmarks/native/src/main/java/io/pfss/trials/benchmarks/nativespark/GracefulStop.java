// SPDX-License-Identifier: Apache-2.0
package io.pfss.trials.benchmarks.nativespark;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hadoop.util.ShutdownHookManager;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.apache.spark.sql.streaming.StreamingQueryProgress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stops queries on SIGTERM after their current micro-batches. A batch that takes longer than 30 s
 * is cancelled and retried at the next start from the same checkpoint.
 */
final class GracefulStop {
  private static final Logger LOG = LoggerFactory.getLogger(GracefulStop.class);
  private static final long BATCH_TIMEOUT_SECONDS = 30;
  private static final long POLL_MILLIS = 20;
  // Runs before Spark's own hook, which stops the context.
  private static final int PRIORITY = 100;

  private GracefulStop() {}

  static void atShutdown(List<StreamingQuery> queries) {
    ShutdownHookManager.get()
        .addShutdownHook(
            () -> queries.forEach(GracefulStop::stop),
            PRIORITY,
            (queries.size() + 1) * BATCH_TIMEOUT_SECONDS,
            TimeUnit.SECONDS);
  }

  private static void stop(StreamingQuery query) {
    try {
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(BATCH_TIMEOUT_SECONDS);
      StreamingQueryProgress before = query.lastProgress();
      boolean ended = !query.isActive();
      while (!ended
          && query.status().isDataAvailable()
          && query.lastProgress() == before
          && System.nanoTime() < deadline) {
        ended = query.awaitTermination(POLL_MILLIS);
      }

      query.stop();
    } catch (StreamingQueryException | TimeoutException e) {
      LOG.error("Failed to stop query gracefully: name={}", query.name(), e);
    }
  }
}
