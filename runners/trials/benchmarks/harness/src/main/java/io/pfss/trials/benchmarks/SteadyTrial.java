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
 * How late scores are at a steady rate: from a reading's timestamp to the broker's timestamp of its
 * record in {@code heat_pf}; and how late final files are: from the end of a window of a minute to
 * the first sight of the last file that holds rows of it; and how late alerts are. The first third
 * of the trial warms up and is not measured.
 *
 * @param length of the trial
 */
record SteadyTrial(Contestant contestant, Bench bench, Duration length) {
  /** Runs the contestant and the sensors; adds what was measured to {@code result}. */
  void run(Simulator sensors, ObjectNode result) throws IOException, InterruptedException {
    Histogram latencies = new Histogram(3);
    FileAges files = new FileAges(bench.warehouse(), Duration.ofMinutes(1));
    try (ChildProcess process = contestant.start(bench, Load.STEADY);
        ScoreTail scores = new ScoreTail(bench)) {
      sensors.start();
      scores.await(process);
      long start = System.currentTimeMillis();
      long warm = start + length.toMillis() / 3;
      long end = start + length.toMillis();
      double cpuSeconds = 0;
      while (System.currentTimeMillis() < end) {
        process.check();
        files.look();
        for (ConsumerRecord<byte[], byte[]> score : scores.poll()) {
          if (TopicContent.eventTimeMillis(score.value()) >= warm) {
            latencies.recordValue(ScoreTail.latencyMillis(score));
          }
        }

        if (System.currentTimeMillis() < warm) {
          cpuSeconds = process.cpuSeconds();
        }
      }

      double measuredSeconds = (end - warm) / 1000.0;
      result.put("latency_ms_p50", latencies.getValueAtPercentile(50));
      result.put("latency_ms_p99", latencies.getValueAtPercentile(99));
      result.put("scores_per_s", Math.round(latencies.getTotalCount() / measuredSeconds));
      result.put("cpus", BacklogTrial.round((process.cpuSeconds() - cpuSeconds) / measuredSeconds));
      result.put("peak_rss_mb", process.peakRssMegabytes());
      files.addTo(result, warm);
      sensors.stop();
      addAlerts(result, warm, measuredSeconds);
    }
  }

  /**
   * How many changes of state raised an alert, if any, and how late: from the timestamp of the
   * reading that made the change last long enough to the broker's timestamp of the alert.
   */
  private void addAlerts(ObjectNode result, long warm, double measuredSeconds) throws IOException {
    List<ConsumerRecord<byte[], byte[]>> alerts =
        TopicContent.readAll(bench.bootstrapServers(), bench.alertTopic());
    if (alerts.isEmpty()) {
      return;
    }

    Histogram latencies = new Histogram(3);
    for (ConsumerRecord<byte[], byte[]> alert : alerts) {
      if (TopicContent.eventTimeMillis(alert.value()) >= warm) {
        latencies.recordValue(ScoreTail.latencyMillis(alert));
      }
    }

    result.put("alerts_per_s", BacklogTrial.round(latencies.getTotalCount() / measuredSeconds));
    result.put("alert_latency_ms_p50", latencies.getValueAtPercentile(50));
    result.put("alert_latency_ms_p99", latencies.getValueAtPercentile(99));
  }
}
