// SPDX-License-Identifier: Apache-2.0
package io.pfss.runners.flink;

import io.pfss.pipeline.source.GroupInUseException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.beam.runners.core.metrics.MetricsContainerStepMap;
import org.apache.beam.runners.flink.metrics.FlinkMetricContainer;
import org.apache.beam.sdk.Pipeline.PipelineExecutionException;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.metrics.MetricResults;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.base.Throwables;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.core.fs.Path;
import org.apache.flink.runtime.client.JobCancellationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running job. To cancel it is to stop it with a savepoint: what the source has read passes all
 * steps first. Flink's own cancellation would drop what is between two steps. Nobody restores the
 * savepoint, because offsets are in Kafka and readings are in the sinks.
 */
final class FlinkJob implements PipelineResult {
  private static final Logger LOG = LoggerFactory.getLogger(FlinkJob.class);

  /** A step may wait for a sink that is away; then the next start reads its records again. */
  private static final Duration STOP_TIMEOUT = Duration.ofMinutes(1);

  private final JobClient client;
  private final String savepoints;
  private final CompletableFuture<JobExecutionResult> end;
  private volatile boolean isStopping;

  /**
   * Creates the result of a submitted job.
   *
   * @param savepoints folder for savepoints, on a file system that Flink supports
   */
  FlinkJob(JobClient client, String savepoints) {
    this.client = client;
    this.savepoints = savepoints;
    this.end = client.getJobExecutionResult();
  }

  @Override
  public State getState() {
    if (!end.isDone()) {
      return State.RUNNING;
    }

    return end.handle((result, failure) -> failure == null ? State.DONE : ended(failure)).join();
  }

  private static State ended(Throwable failure) {
    return Throwables.getCausalChain(failure).stream()
            .anyMatch(JobCancellationException.class::isInstance)
        ? State.CANCELLED
        : State.FAILED;
  }

  @Override
  public State cancel() throws IOException {
    isStopping = true;
    try {
      delete(await(client.stopWithSavepoint(false, savepoints, SavepointFormatType.CANONICAL)));
    } catch (IOException e) {
      LOG.warn("Job not stopped with a savepoint; the next start reads again what it drops", e);
      await(client.cancel());
    }

    // The driver merges the open windows next, so no step may run any more.
    await(end.handle((result, failure) -> getState()));
    return getState();
  }

  private static void delete(String savepoint) {
    try {
      Path path = new Path(savepoint);
      path.getFileSystem().delete(path, true);
    } catch (IOException e) {
      LOG.warn("Savepoint not deleted, though nobody needs it path={}", savepoint, e);
    }
  }

  private static <T> T await(Future<T> future) throws IOException {
    try {
      return future.get(STOP_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new IOException("Flink refused to stop the job", e.getCause());
    } catch (TimeoutException e) {
      throw new IOException("Flink did not stop the job within " + STOP_TIMEOUT, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while Flink stops the job", e);
    }
  }

  @Override
  public State waitUntilFinish() {
    return waitUntilFinish(org.joda.time.Duration.ZERO);
  }

  /**
   * Waits for the end; zero waits forever.
   *
   * @throws PipelineExecutionException if the job has failed
   * @throws GroupInUseException if somebody else has cancelled it
   */
  @Override
  public State waitUntilFinish(org.joda.time.Duration limit) {
    CompletableFuture<JobExecutionResult> waited =
        limit.getMillis() > 0
            ? end.copy().orTimeout(limit.getMillis(), TimeUnit.MILLISECONDS)
            : end;
    Throwable failure = waited.handle((result, problem) -> problem).join();
    if (failure == null || isStopping || !end.isDone()) {
      return getState();
    }

    if (getState() == State.CANCELLED) {
      throw new GroupInUseException(
          "The job was cancelled on its cluster, by a later start with this group or by hand",
          failure);
    }

    throw new PipelineExecutionException(failure);
  }

  /** Returns the counters: while the job runs, only those of this process. */
  @Override
  public MetricResults metrics() {
    Object counters =
        getState() == State.DONE
            ? end.join().getAccumulatorResult(FlinkMetricContainer.ACCUMULATOR_NAME)
            : RunningCounters.of(client.getJobID());
    return MetricsContainerStepMap.asAttemptedOnlyMetricResults((MetricsContainerStepMap) counters);
  }
}
