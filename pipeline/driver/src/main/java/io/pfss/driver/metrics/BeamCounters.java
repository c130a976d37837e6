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
 * The counters of PFSS's steps as they were at one moment. Of what a runner repeats, it counts what
 * it has kept where it tells that, as DirectRunner does; else the attempts too, as SparkRunner.
 *
 * @param values by what is counted
 */
record BeamCounters(Map<Key, Long> values) {
  private static final String PACKAGE = "io.pfss.";

  /** More than a hundred bins: what they mean, {@link ModelWatch} tells. */
  private static final Set<String> MANY = Set.of("drift", "shadow");

  BeamCounters {
    values = Map.copyOf(values);
  }

  /** The counters that a pipeline has now. */
  static BeamCounters of(PipelineResult pipeline) {
    Map<Key, Long> values = new HashMap<>();
    for (MetricResult<Long> counter :
        pipeline.metrics().queryMetrics(MetricsFilter.builder().build()).getCounters()) {
      MetricName name = counter.getName();
      if (name.getNamespace().startsWith(PACKAGE)) {
        Long kept = counter.getCommittedOrNull();
        values.merge(
            Key.of(counter.getKey().stepName(), name),
            kept == null ? counter.getAttempted() : kept,
            Long::sum);
      }
    }

    return new BeamCounters(values);
  }

  /**
   * The sum of a counter over all steps; 0 if there is none.
   *
   * @param owner the simple name of the class that counts
   */
  long total(String owner, String name) {
    return ofOwner(owner).getOrDefault(name, 0L);
  }

  /** What is counted of the models, by name. */
  Map<String, Long> ofModels() {
    return ofOwner(ScoreReadings.class.getSimpleName());
  }

  /** How long readings took to their published scores. */
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
   * What is counted.
   *
   * @param step as {@code Score readings}: the transform that {@code PfssPipeline} is made of
   * @param owner the simple name of the class that counts
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

    /** Whether it is one of the many that mean nothing alone. */
    boolean isOneOfMany() {
      return LatencyBuckets.isCounter(name) || MANY.contains(name.replaceFirst("\\..*", ""));
    }

    /** As {@code pfss_score_sink_scores}, to which Prometheus adds {@code _total}. */
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
