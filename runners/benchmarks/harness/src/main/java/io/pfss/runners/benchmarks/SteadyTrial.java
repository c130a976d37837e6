package io.pfss.runners.benchmarks;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pfss.models.reading.HeatJson;
import io.pfss.pipeline.kafka.KafkaCluster;
import io.pfss.pipeline.kafka.TopicScan;
import io.pfss.simulator.send.Simulator;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * How late scores are at a steady rate: from a reading's timestamp to the broker's timestamp of its
 * record in {@code heat_pf}; and how late final files are: from the end of a window of a minute to
 * the first sight of the last file that holds rows of it; and how late alerts are. The first third
 * of the trial warms up and is not measured.
 */
final class SteadyTrial {
  private static final Duration START_LIMIT = Duration.ofMinutes(2);
  private static final Duration POLL = Duration.ofMillis(200);

  private final Contestant contestant;
  private final Bench bench;
  private final Duration length;

  SteadyTrial(Contestant contestant, Bench bench, Duration length) {
    this.contestant = contestant;
    this.bench = bench;
    this.length = length;
  }

  /** Runs the contestant and the sensors; adds what was measured to {@code result}. */
  void run(Simulator sensors, ObjectNode result) throws IOException, InterruptedException {
    Histogram latencies = new Histogram(3);
    FileAges files = new FileAges(bench.warehouse(), Duration.ofMinutes(1));
    try (ContestantProcess process = ContestantProcess.start(contestant, bench, Load.STEADY);
        KafkaConsumer<byte[], byte[]> scores = consumer()) {
      sensors.start();
      long start = awaitFirst(process, scores);
      long warm = start + length.toMillis() / 3;
      long end = start + length.toMillis();
      double cpuSeconds = 0;
      while (System.currentTimeMillis() < end) {
        process.check();
        files.look();
        for (ConsumerRecord<byte[], byte[]> score : scores.poll(POLL)) {
          long eventTime = eventTimeMillis(score.value());
          if (eventTime >= warm) {
            latencies.recordValue(Math.max(0, score.timestamp() - eventTime));
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
   * How many changes of state were told, and how late: from the timestamp of the reading that made
   * the change last long enough to the broker's timestamp of the alert.
   */
  private void addAlerts(ObjectNode result, long warm, double measuredSeconds) throws IOException {
    KafkaCluster kafka = KafkaCluster.at(bench.bootstrapServers());
    if (!hasTopic(kafka, bench.alertTopic())) {
      return;
    }

    Histogram latencies = new Histogram(3);
    List<ConsumerRecord<byte[], byte[]>> alerts = new ArrayList<>();
    TopicScan.read(kafka, bench.alertTopic(), alerts::add);
    for (ConsumerRecord<byte[], byte[]> alert : alerts) {
      long eventTime = eventTimeMillis(alert.value());
      if (eventTime >= warm) {
        latencies.recordValue(Math.max(0, alert.timestamp() - eventTime));
      }
    }

    result.put("alerts_per_s", BacklogTrial.round(latencies.getTotalCount() / measuredSeconds));
    result.put("alert_latency_ms_p50", latencies.getValueAtPercentile(50));
    result.put("alert_latency_ms_p99", latencies.getValueAtPercentile(99));
  }

  private static boolean hasTopic(KafkaCluster kafka, String topic) throws IOException {
    try (Admin admin = Admin.create(kafka.clientConfig(Map.of()))) {
      return admin.listTopics().names().get().contains(topic);
    } catch (ExecutionException e) {
      throw new IOException("Kafka does not list its topics", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while Kafka lists its topics", e);
    }
  }

  private long awaitFirst(ContestantProcess process, KafkaConsumer<byte[], byte[]> scores)
      throws IOException {
    long deadline = System.nanoTime() + START_LIMIT.toNanos();
    while (scores.poll(POLL).isEmpty()) {
      process.check();
      if (System.nanoTime() > deadline) {
        throw new IOException(contestant.label() + " scored nothing within " + START_LIMIT);
      }
    }

    return System.currentTimeMillis();
  }

  private KafkaConsumer<byte[], byte[]> consumer() {
    KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                bench.bootstrapServers(),
                "auto.offset.reset",
                "earliest",
                "max.poll.records",
                50_000,
                "enable.auto.commit",
                false),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    consumer.assign(
        IntStream.range(0, Sinks.PARTITIONS)
            .mapToObj(partition -> new TopicPartition(bench.scoreTopic(), partition))
            .toList());
    return consumer;
  }

  private static long eventTimeMillis(byte[] score) throws IOException {
    try (JsonParser json = HeatJson.FACTORY.createParser(score)) {
      json.nextToken();
      for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
        json.nextToken();
        if (name.equals(HeatJson.TIMESTAMP)) {
          return Math.round(json.getDoubleValue() * 1000);
        }

        json.skipChildren();
      }
    }

    throw new IOException("A score has no timestamp");
  }
}
