// SPDX-License-Identifier: Apache-2.0
package io.pfss.trials.benchmarks;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pfss.simulator.send.Simulator;
import io.pfss.trials.e2e.TopicContent;
import io.pfss.trials.stack.ChildProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Measures latencies at a steady rate. Scores: from a reading's timestamp to the broker's timestamp
 * of its record in {@code heat_pf}. Final files: from the end of a window of a minute until the
 * last file with rows of it is found. Alerts: like scores. The first third of the trial is a
 * warmMillis-up and is not measured.
 *
 * @param length the length of the trial
 */
record SteadyTrial(Contestant contestant, Bench bench, Duration length) {
  /** Runs the contestant and the sensors and adds the measured values to {@code result}. */
  void run(Simulator sensors, ObjectNode result) throws IOException, InterruptedException {
    Histogram latencies = new Histogram(3);
    FileAges files = new FileAges(bench.warehouse(), Duration.ofMinutes(1));
    try (ChildProcess process = contestant.start(bench, Load.STEADY);
        ScoreTail scores = new ScoreTail(bench)) {
      sensors.start();
      scores.await(process);
      long start = System.currentTimeMillis();
      long warmMillis = start + length.toMillis() / 3;
      long end = start + length.toMillis();
      double cpuSeconds = 0;
      while (System.currentTimeMillis() < end) {
        process.check();
        files.update();
        for (ConsumerRecord<byte[], byte[]> score : scores.poll()) {
          if (TopicContent.eventTimeMillis(score.value()) >= warmMillis) {
            latencies.recordValue(ScoreTail.latencyMillis(score));
          }
        }

        if (System.currentTimeMillis() < warmMillis) {
          cpuSeconds = process.cpuSeconds();
        }
      }

      double measuredSeconds = (end - warmMillis) / 1000.0;
      result.put("latency_ms_p50", latencies.getValueAtPercentile(50));
      result.put("latency_ms_p99", latencies.getValueAtPercentile(99));
      result.put("scores_per_s", Math.round(latencies.getTotalCount() / measuredSeconds));
      result.put("cpus", BacklogTrial.round((process.cpuSeconds() - cpuSeconds) / measuredSeconds));
      result.put("peak_rss_mb", process.peakRssMegabytes());
      files.addTo(result, warmMillis);
      sensors.stop();
      addAlerts(result, warmMillis, measuredSeconds);
    }
  }

  /**
   * Adds the rate and the latency of alerts, if there are any. The latency is the time from the
   * timestamp of the reading that triggered the alert to the broker's timestamp of the alert.
   */
  private void addAlerts(ObjectNode result, long warmMillis, double measuredSeconds)
      throws IOException {
    List<ConsumerRecord<byte[], byte[]>> alerts =
        TopicContent.readAll(bench.bootstrapServers(), bench.alertTopic());
    if (alerts.isEmpty()) {
      return;
    }

    Histogram latencies = new Histogram(3);
    for (ConsumerRecord<byte[], byte[]> alert : alerts) {
      if (TopicContent.eventTimeMillis(alert.value()) >= warmMillis) {
        latencies.recordValue(ScoreTail.latencyMillis(alert));
      }
    }

    result.put("alerts_per_s", BacklogTrial.round(latencies.getTotalCount() / measuredSeconds));
    result.put("alert_latency_ms_p50", latencies.getValueAtPercentile(50));
    result.put("alert_latency_ms_p99", latencies.getValueAtPercentile(99));
  }
}
