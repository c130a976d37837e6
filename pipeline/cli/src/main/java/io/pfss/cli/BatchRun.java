package io.pfss.cli;

import io.pfss.pipeline.catalog.CatalogUnavailableException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.StreamSupport;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.metrics.MetricNameFilter;
import org.apache.beam.sdk.metrics.MetricResult;
import org.apache.beam.sdk.metrics.MetricsFilter;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.base.Throwables;

/** A run of a pipeline that ends, during which the user hears how far it is. */
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
   * Runs a pipeline to its end.
   *
   * @param progress names the counter that tells how far it is
   * @param err for a line now and then
   * @throws CatalogUnavailableException if that is why it failed
   * @throws RuntimeException if it failed
   */
  static BatchRun run(Pipeline pipeline, MetricNameFilter progress, PrintWriter err) {
    long start = System.nanoTime();
    try {
      PipelineResult result = pipeline.run();
      while (!isOver(result.waitUntilFinish(PROGRESS_INTERVAL))) {
        err.printf(Locale.ROOT, "%,d readings%n", count(result, progress));
      }

      if (result.getState() != PipelineResult.State.DONE) {
        throw new IllegalStateException("The run ended as " + result.getState());
      }

      return new BatchRun(result, Duration.ofNanos(System.nanoTime() - start));
    } catch (RuntimeException e) {
      throw reason(e);
    }
  }

  /** What a counter says at the end. */
  long count(MetricNameFilter counter) {
    return count(result, counter);
  }

  /** How long it took, in s. */
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
   * DirectRunner adds what was attempted in a bundle's end some time after the run has ended, but
   * not what is committed, which Spark does not tell.
   */
  private static long value(MetricResult<Long> counter) {
    Long committed = counter.getCommittedOrNull();
    return committed == null ? counter.getAttempted() : committed;
  }

  /** What the user can mend is not to be hidden by a runner's own exceptions. */
  private static RuntimeException reason(RuntimeException failure) {
    return Throwables.getCausalChain(failure).stream()
        .filter(CatalogUnavailableException.class::isInstance)
        .map(RuntimeException.class::cast)
        .findFirst()
        .orElse(failure);
  }
}
