// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.score;

import io.pfss.pipeline.element.ScoredBatch;
import io.pfss.pipeline.element.ScoredReading;
import io.pfss.pipeline.kafka.KafkaCluster;
import io.pfss.pipeline.kafka.RecordSender;
import io.pfss.pipeline.kafka.SourceHeaders;
import io.pfss.pipeline.metrics.LatencyBuckets;
import io.pfss.pipeline.metrics.ThrottledCounters;
import io.pfss.pipeline.sink.Acknowledgement;
import io.pfss.pipeline.sink.Sink;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Publishes scores to a topic at least once. The key is sensor_id as text, the value JSON as in the
 * data contract. Headers name the source offset, so that consumers can drop duplicates. Metrics
 * count the latency from event time to acknowledgement in {@link LatencyBuckets}.
 *
 * <pre>{@code
 * Deliver.to(ScoreSink.to(cluster).withTopic("heat_pf").from("heat"));
 * }</pre>
 */
public final class ScoreSink implements Sink {
  private static final long serialVersionUID = 1;
  private static final String DEFAULT_TOPIC = "heat_pf";
  private static final String DEFAULT_SOURCE = "heat";

  /** Reports every 2 s, so that a reader who polls every 5 s sees new values each time. */
  private static final ThrottledCounters COUNTERS =
      ThrottledCounters.of(ScoreSink.class, Duration.ofSeconds(2));

  private final KafkaCluster cluster;
  private final String topic;
  private final String sourceTopic;

  private ScoreSink(KafkaCluster cluster, String topic, String sourceTopic) {
    this.cluster = Objects.requireNonNull(cluster, "cluster");
    this.topic = Objects.requireNonNull(topic, "topic");
    this.sourceTopic = Objects.requireNonNull(sourceTopic, "sourceTopic");
  }

  /** Publishes to topic {@code heat_pf} of a cluster, for readings of topic {@code heat}. */
  public static ScoreSink to(KafkaCluster cluster) {
    return new ScoreSink(cluster, DEFAULT_TOPIC, DEFAULT_SOURCE);
  }

  /** Publishes to another topic. */
  public ScoreSink withTopic(String target) {
    return new ScoreSink(cluster, target, sourceTopic);
  }

  /** Sets the topic that the readings come from. */
  public ScoreSink from(String source) {
    return new ScoreSink(cluster, topic, source);
  }

  @Override
  public Sink.Writer open() {
    return new ScoreWriter(this);
  }

  /** Returns the record of a score. */
  ProducerRecord<byte[], byte[]> record(ScoredReading scored) {
    String sensorId = Long.toString(scored.received().reading().sensorId());
    return new ProducerRecord<>(
        topic,
        null,
        null,
        SourceHeaders.text(sensorId),
        ScoreJson.write(scored),
        SourceHeaders.of(sourceTopic, scored.received().position()));
  }

  private static final class ScoreWriter implements Sink.Writer {
    private final ScoreSink sink;
    private final RecordSender sender;
    private final Counter published = Metrics.counter(ScoreSink.class, "scores");
    private final List<long[]> eventTimes = new ArrayList<>();

    private ScoreWriter(ScoreSink sink) {
      this.sink = sink;
      this.sender = new RecordSender(sink.cluster);
    }

    @Override
    public void start() {
      sender.start();
      eventTimes.clear();
    }

    @Override
    public void write(ScoredBatch batch) throws IOException {
      for (ScoredReading scored : batch.scored()) {
        sender.send(sink.record(scored));
      }

      eventTimes.add(
          batch.scored().stream()
              .mapToLong(scored -> scored.received().reading().eventTimeMillis())
              .toArray());
    }

    @Override
    public Acknowledgement flush() throws IOException {
      published.inc(sender.flush());
      long now = System.currentTimeMillis();
      eventTimes.forEach(each -> LatencyBuckets.count(COUNTERS, each, now));
      COUNTERS.report();
      return Acknowledgement.OF_ALL;
    }
  }
}
