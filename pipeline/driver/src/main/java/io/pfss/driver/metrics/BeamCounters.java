// SPDX-License-Identifier: Apache-2.0
package io.pfss.driver.metrics;

import io.pfss.pipeline.metrics.LatencyBuckets;
import io.pfss.pipeline.metrics.LatencyHistogram;
import io.pfss.pipeline.score.ScoreReadings;
import io.pfss.pipeline.score.ScoreSink;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.metrics.MetricName;
import org.apache.beam.sdk.metrics.MetricResult;
import org.apache.beam.sdk.metrics.MetricsFilter;

/**
 * A snapshot of the counters of PFSS's steps: committed values where the runner reports them, as
 * DirectRunner does; otherwise attempted values, which include retries, as on SparkRunner.
 *
 * @param values by counter
 */
record BeamCounters(Map<Key, Long> values) {
  private static final String PACKAGE = "io.pfss.";

  /** Prefixes of histogram bins, more than a hundred, which {@link ModelWatch} evaluates. */
  private static final Set<String> BIN_PREFIXES = Set.of("drift", "shadow");

  BeamCounters {
    values = Map.copyOf(values);
  }

  /** Reads the current counters of a pipeline. */
  static BeamCounters of(PipelineResult pipeline) {
    Map<Key, Long> values = new HashMap<>();
    for (MetricResult<Long> counter :
        pipeline.metrics().queryMetrics(MetricsFilter.builder().build()).getCounters()) {
      MetricName name = counter.getName();
      if (name.getNamespace().startsWith(PACKAGE)) {
        Long committed = counter.getCommittedOrNull();
        values.merge(
            Key.of(counter.getKey().stepName(), name),
            committed == null ? counter.getAttempted() : committed,
            Long::sum);
      }
    }

    return new BeamCounters(values);
  }

  /**
   * Returns the sum of a counter over all steps; 0 if no step has it.
   *
   * @param owner simple name of the class that owns the counter
   */
  long total(String owner, String name) {
    return ofOwner(owner).getOrDefault(name, 0L);
  }

  /** Returns the counters of the models, by name. */
  Map<String, Long> ofModels() {
    return ofOwner(ScoreReadings.class.getSimpleName());
  }

  /** Returns the latencies from a reading's timestamp to its published score. */
  LatencyHistogram latencies() {
    return LatencyHistogram.of(ofOwner(ScoreSink.class.getSimpleName()));
  }

  private Map<String, Long> ofOwner(String owner) {
    return values.entrySet().stream()
        .filter(counter -> counter.getKey().owner().equals(owner))
        .collect(
            Collectors.toMap(counter -> counter.getKey().name(), Map.Entry::getValue, Long::sum));
  }

  /**
   * Identifies a counter.
   *
   * @param step name of the top-level transform, such as {@code Score readings}
   * @param owner simple name of the class that owns the counter
   * @param name of the counter
   */
  record Key(String step, String owner, String name) {
    static Key of(String step, MetricName name) {
      String namespace = name.getNamespace();
      return new Key(
          step.replaceFirst("/.*", ""),
          namespace.substring(namespace.lastIndexOf('.') + 1),
          name.getName());
    }

    /** Whether the counter is one bin of a histogram. */
    boolean isBin() {
      return LatencyBuckets.isCounter(name)
          || BIN_PREFIXES.contains(name.replaceFirst("\\..*", ""));
    }

    /** Returns the meter's name, such as {@code pfss_score_sink_scores}. */
    String meter() {
      return "pfss_" + snake(owner) + "_" + snake(name);
    }

    private static String snake(String camel) {
      return camel
          .replaceAll("([a-z0-9])([A-Z])", "$1_$2")
          .replaceAll("[^A-Za-z0-9]+", "_")
          .toLowerCase(Locale.ROOT);
    }
  }
}
