// SPDX-License-Identifier: Apache-2.0
package io.pfss.runners.flink;

import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.beam.runners.core.metrics.MetricsContainerStepMap;
import org.apache.beam.sdk.metrics.MetricName;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MetricOptions;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Metric;
import org.apache.flink.metrics.MetricConfig;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.reporter.MetricReporter;
import org.apache.flink.metrics.reporter.MetricReporterFactory;

/**
 * The counters of PFSS's steps in jobs that run in this process. While a job runs, Beam's runner
 * reports counters to Flink's metrics only, not to the job's client.
 */
public final class RunningCounters implements MetricReporter, MetricReporterFactory {
  private static final String NAME = "pfss";
  private static final Pattern METRIC =
      Pattern.compile("(io\\.pfss\\.[a-z0-9_.]+\\.[A-Z][\\w$]*)\\.(.+)");

  /** By identity. Flink creates the reporter, so it has no other way to its readers. */
  private static final Map<Counter, Key> COUNTERS = new ConcurrentHashMap<>();

  /** Called by Flink, by reflection. */
  public RunningCounters() {}

  /** Makes a local cluster report its counters here. */
  static void reportFrom(Configuration cluster) {
    MetricOptions.forReporter(cluster, NAME)
        .set(MetricOptions.REPORTER_FACTORY_CLASS, RunningCounters.class.getName());
  }

  /** Returns the current counters of a job. */
  static MetricsContainerStepMap of(JobID job) {
    MetricsContainerStepMap counters = new MetricsContainerStepMap();
    COUNTERS.forEach(
        (counter, key) -> {
          if (key.job.equals(job.toString())) {
            counters.getContainer(key.step).getCounter(key.name).inc(counter.getCount());
          }
        });
    return counters;
  }

  @Override
  public MetricReporter createMetricReporter(Properties properties) {
    return this;
  }

  @Override
  public void open(MetricConfig config) {}

  @Override
  public void close() {}

  @Override
  public void notifyOfAddedMetric(Metric metric, String name, MetricGroup group) {
    Matcher matcher = METRIC.matcher(name);
    if (metric instanceof Counter counter && matcher.matches()) {
      Map<String, String> scope = group.getAllVariables();
      COUNTERS.put(
          counter,
          new Key(
              scope.getOrDefault("<job_id>", ""),
              scope.getOrDefault("<operator_name>", ""),
              MetricName.named(matcher.group(1), matcher.group(2))));
    }
  }

  @Override
  public void notifyOfRemovedMetric(Metric metric, String name, MetricGroup group) {
    if (metric instanceof Counter counter) {
      COUNTERS.remove(counter);
    }
  }

  private record Key(String job, String step, MetricName name) {}
}
