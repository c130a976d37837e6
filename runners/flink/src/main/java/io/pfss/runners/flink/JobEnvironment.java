// SPDX-License-Identifier: Apache-2.0
package io.pfss.runners.flink;

import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.jspecify.annotations.Nullable;

/**
 * Submits a job with settings of ours and remembers its client. Beam's runner hides the client,
 * which is the only one who can stop a job with a savepoint.
 */
// Flink's close() may throw an InterruptedException.
@SuppressWarnings("try")
final class JobEnvironment extends StreamExecutionEnvironment {
  private @Nullable JobClient client;

  private JobEnvironment(Configuration configuration) {
    super(configuration);
  }

  /**
   * Runs code that submits one job to the environment of its thread, as Beam's runner does.
   *
   * @return the client of the job
   */
  static JobClient submit(Configuration configuration, Runnable submission) {
    JobEnvironment environment = new JobEnvironment(configuration);
    initializeContextEnvironment(any -> environment);
    try {
      submission.run();
    } finally {
      resetContextEnvironment();
    }

    if (environment.client == null) {
      throw new IllegalStateException("The runner submitted no job");
    }

    return environment.client;
  }

  @Override
  public JobClient executeAsync(StreamGraph graph) throws Exception {
    client = super.executeAsync(graph);
    return client;
  }
}
