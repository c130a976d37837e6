// SPDX-License-Identifier: Apache-2.0
package io.pfss.runners.flink;

import java.time.Duration;
import org.apache.beam.runners.flink.FlinkRunner;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineRunner;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.net.HostAndPort;
import org.apache.flink.client.deployment.executors.LocalExecutor;
import org.apache.flink.client.deployment.executors.RemoteExecutor;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.DeploymentOptions;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.RpcOptions;
import org.apache.flink.configuration.TaskManagerOptions;

/**
 * Runs pipelines on Beam's FlinkRunner, in this process or on a cluster, as jobs that can be
 * stopped without dropping what they have read: see {@link FlinkJob}.
 *
 * <p>A cluster has the job's classes in its folder lib: none are sent to it.
 *
 * <p>A job takes no checkpoints. After a failure its tasks start anew, from the group's committed
 * offsets.
 */
public final class StoppableFlinkRunner extends PipelineRunner<FlinkJob> {
  private static final String LOOPBACK = "127.0.0.1";

  /** A savepoint waits for the steps in progress, and Flink for the savepoint. */
  private static final Duration LOCAL_TIMEOUT = Duration.ofMinutes(5);

  private static final int DEFAULT_REST_PORT = 8081;

  /** More failures than these within the interval are no loss of a machine, but an error. */
  private static final int MAX_FAILURES = 5;

  private static final Duration FAILURE_INTERVAL = Duration.ofMinutes(5);

  private final FlinkJobOptions options;

  private StoppableFlinkRunner(FlinkJobOptions options) {
    this.options = options;
  }

  /** Called by Beam, by reflection. */
  public static StoppableFlinkRunner fromOptions(PipelineOptions options) {
    return new StoppableFlinkRunner(options.as(FlinkJobOptions.class));
  }

  /** Whether a master, as of {@code --flinkMaster}, runs Flink in this process. */
  static boolean isLocal(String master) {
    return master.startsWith("[");
  }

  @Override
  public FlinkJob run(Pipeline pipeline) {
    Configuration configuration = configuration(options);
    if (!isLocal(options.getFlinkMaster())) {
      // Another driver may have started its job in the meantime.
      EarlierJobs.cancel(configuration, options.getJobName());
    }

    // Beam takes the environment of the thread, and does not wait for the job's end.
    options.setFlinkMaster("[auto]");
    options.setAttachedMode(false);
    options.setShutdownSourcesAfterIdleMs(Long.MAX_VALUE);
    return new FlinkJob(
        JobEnvironment.submit(configuration, () -> FlinkRunner.fromOptions(options).run(pipeline)),
        options.getSavepointFolder());
  }

  /** Returns Flink's settings, of its configuration folder and of ours. */
  static Configuration configuration(FlinkJobOptions options) {
    Configuration configuration =
        options.getFlinkConfDir() == null
            ? GlobalConfiguration.loadConfiguration()
            : GlobalConfiguration.loadConfiguration(options.getFlinkConfDir());
    if (isLocal(options.getFlinkMaster())) {
      setLocal(configuration);
    } else {
      setCluster(configuration, options.getFlinkMaster());
    }

    return configuration;
  }

  /** A local Flink listens on loopback only, and fails as a whole. */
  private static void setLocal(Configuration configuration) {
    configuration.set(DeploymentOptions.TARGET, LocalExecutor.NAME);
    configuration.set(DeploymentOptions.ATTACHED, true);
    configuration.set(CoreOptions.CHECK_LEAKED_CLASSLOADER, false);
    configuration.set(JobManagerOptions.BIND_HOST, LOOPBACK);
    configuration.set(TaskManagerOptions.BIND_HOST, LOOPBACK);
    configuration.set(RestOptions.BIND_ADDRESS, LOOPBACK);
    configuration.set(RpcOptions.ASK_TIMEOUT_DURATION, LOCAL_TIMEOUT);
    RunningCounters.reportFrom(configuration);
  }

  private static void setCluster(Configuration configuration, String address) {
    HostAndPort master = HostAndPort.fromString(address).withDefaultPort(DEFAULT_REST_PORT);
    configuration.set(DeploymentOptions.TARGET, RemoteExecutor.NAME);
    configuration.set(RestOptions.ADDRESS, master.getHost());
    configuration.set(RestOptions.PORT, master.getPort());
    if (!configuration.contains(RestartStrategyOptions.RESTART_STRATEGY)) {
      configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "failure-rate");
      configuration.set(
          RestartStrategyOptions.RESTART_STRATEGY_FAILURE_RATE_MAX_FAILURES_PER_INTERVAL,
          MAX_FAILURES);
      configuration.set(
          RestartStrategyOptions.RESTART_STRATEGY_FAILURE_RATE_FAILURE_RATE_INTERVAL,
          FAILURE_INTERVAL);
    }
  }
}
