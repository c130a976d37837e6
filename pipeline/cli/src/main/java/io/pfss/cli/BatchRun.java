// SPDX-License-Identifier: Apache-2.0
package io.pfss.cli;

import static io.pfss.cli.Pfss.text;

import io.pfss.pipeline.catalog.CatalogUnavailableException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.stream.StreamSupport;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.metrics.MetricNameFilter;
import org.apache.beam.sdk.metrics.MetricResult;
import org.apache.beam.sdk.metrics.MetricsFilter;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.base.Throwables;

/** A run of a bounded pipeline, which reports its progress to the user. */
final class BatchRun {
  private static final org.joda.time.Duration PROGRESS_INTERVAL =
      org.joda.time.Duration.standardSeconds(10);

  private final PipelineResult result;
  private final Duration duration;

  private BatchRun(PipelineResult result, Duration duration) {
    this.result = result;
    this.duration = duration;
  }

  /**
   * Runs a pipeline until it ends.
   *
   * @param progress the counter of the readings that are done
   * @param err receives a line of progress every 10 s
   * @throws CatalogUnavailableException if the pipeline failed because of the catalog
   * @throws RuntimeException if the pipeline failed for another reason
   */
  static BatchRun run(Pipeline pipeline, MetricNameFilter progress, PrintWriter err) {
    long start = System.nanoTime();
    try {
      PipelineResult result = pipeline.run();
      while (!isOver(result.waitUntilFinish(PROGRESS_INTERVAL))) {
        err.println(text("readings", count(result, progress)));
      }

      if (result.getState() != PipelineResult.State.DONE) {
        throw new IllegalStateException("The pipeline ended as " + result.getState());
      }

      return new BatchRun(result, Duration.ofNanos(System.nanoTime() - start));
    } catch (RuntimeException e) {
      throw reason(e);
    }
  }

  /** Returns the final value of a counter. */
  long count(MetricNameFilter counter) {
    return count(result, counter);
  }

  /** Returns the duration of the run, in s. */
  double seconds() {
    return duration.toMillis() / 1000.0;
  }

  private static boolean isOver(PipelineResult.State state) {
    return state != null && state.isTerminal();
  }

  private static long count(PipelineResult result, MetricNameFilter counter) {
    return StreamSupport.stream(
            result
                .metrics()
                .queryMetrics(MetricsFilter.builder().addNameFilter(counter).build())
                .getCounters()
                .spliterator(),
            false)
        .mapToLong(BatchRun::value)
        .sum();
  }

  /**
   * DirectRunner updates attempted values some time after the run has ended, but not committed
   * ones; Spark does not report committed values.
   */
  private static long value(MetricResult<Long> counter) {
    Long committed = counter.getCommittedOrNull();
    return committed == null ? counter.getAttempted() : committed;
  }

  /** Returns the error that the user can correct, which runners wrap in their own exceptions. */
  private static RuntimeException reason(RuntimeException failure) {
    return Throwables.getCausalChain(failure).stream()
        .filter(CatalogUnavailableException.class::isInstance)
        .map(RuntimeException.class::cast)
        .findFirst()
        .orElse(failure);
  }
}
