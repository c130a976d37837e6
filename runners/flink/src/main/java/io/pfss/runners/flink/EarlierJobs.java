// SPDX-License-Identifier: Apache-2.0
package io.pfss.runners.flink;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.client.deployment.StandaloneClusterId;
import org.apache.flink.client.program.rest.RestClusterClient;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.client.JobStatusMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The jobs that earlier drivers have left on a cluster. A job outlives a driver that is killed, and
 * the next one may find no free slots. What a cancelled job drops is read again.
 */
final class EarlierJobs {
  private static final Logger LOG = LoggerFactory.getLogger(EarlierJobs.class);
  private static final long TIMEOUT_SECONDS = 60;

  private EarlierJobs() {}

  /**
   * Cancels the jobs of a name and waits for their ends.
   *
   * @throws IllegalArgumentException if the cluster does not answer; the message names it
   */
  static void cancel(Configuration configuration, String name) {
    try (RestClusterClient<?> cluster =
        new RestClusterClient<>(configuration, StandaloneClusterId.getInstance())) {
      for (JobStatusMessage job : get(cluster.listJobs())) {
        if (job.getJobName().equals(name) && !job.getJobState().isGloballyTerminalState()) {
          LOG.warn(
              "Cancelling the job of an earlier driver name=\"{}\" id={}", name, job.getJobId());
          get(cluster.cancel(job.getJobId()));
          get(cluster.requestJobResult(job.getJobId()));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while earlier jobs are cancelled", e);
    } catch (Exception e) {
      throw new IllegalArgumentException("--flinkMaster: the cluster does not answer: " + e, e);
    }
  }

  private static <T> T get(Future<T> answer)
      throws ExecutionException, InterruptedException, TimeoutException {
    return answer.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
  }
}
