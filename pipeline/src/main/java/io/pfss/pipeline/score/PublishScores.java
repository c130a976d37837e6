package io.pfss.pipeline.score;

import io.pfss.pipeline.ReadingBatch;
import io.pfss.pipeline.ReadingBatchCoder;
import io.pfss.pipeline.kafka.KafkaCluster;
import io.pfss.pipeline.kafka.PublishBatches;
import io.pfss.pipeline.kafka.SourceHeaders;
import io.pfss.pipeline.metrics.LatencyCounts;
import io.pfss.pipeline.metrics.PacedCounters;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Publishes the scores of batches to a topic at least once: key = sensor_id as text, JSON as in the
 * data contract, and the origin in headers, by which a consumer drops repeats. The batches go on as
 * they are. How long readings took from their time to the acknowledgement of their scores is
 * counted in the metrics, in {@link io.pfss.pipeline.metrics.LatencyBuckets}.
 *
 * <pre>{@code
 * scoredBatches.apply(PublishScores.to(cluster).withTopic("heat_pf").from("heat"));
 * }</pre>
 */
public final class PublishScores
    extends PTransform<PCollection<ReadingBatch>, PCollection<ReadingBatch>> {
  private static final String DEFAULT_TOPIC = "heat_pf";
  private static final String DEFAULT_SOURCE = "heat";

  /** Every 2 s, so that whoever looks every 5 s sees something each time. */
  private static final PacedCounters COUNTERS =
      PacedCounters.of(PublishScores.class, Duration.ofSeconds(2));

  private static final LatencyCounts LATENCIES = new LatencyCounts(COUNTERS);

  private final KafkaCluster cluster;
  private final String topic;
  private final String sourceTopic;

  private PublishScores(KafkaCluster cluster, String topic, String sourceTopic) {
    this.cluster = Objects.requireNonNull(cluster, "cluster");
    this.topic = Objects.requireNonNull(topic, "topic");
    this.sourceTopic = Objects.requireNonNull(sourceTopic, "sourceTopic");
  }

  /** Publishes to topic {@code heat_pf} of a cluster, for readings of topic {@code heat}. */
  public static PublishScores to(KafkaCluster cluster) {
    return new PublishScores(cluster, DEFAULT_TOPIC, DEFAULT_SOURCE);
  }

  /** Publishes to another topic. */
  public PublishScores withTopic(String target) {
    return new PublishScores(cluster, target, sourceTopic);
  }

  /** Names the topic that the readings come from. */
  public PublishScores from(String source) {
    return new PublishScores(cluster, topic, source);
  }

  @Override
  public PCollection<ReadingBatch> expand(PCollection<ReadingBatch> batches) {
    return batches
        .apply(
            "Publish",
            ParDo.of(new PublishBatches<>(cluster, "scores", new Records(topic, sourceTopic))))
        .setCoder(ReadingBatchCoder.of());
  }

  /** The records of scores. */
  record Records(String topic, String sourceTopic) implements PublishBatches.Records<ReadingBatch> {
    @Override
    public List<ProducerRecord<byte[], byte[]>> of(ReadingBatch batch) {
      return batch.scored().stream().map(this::of).toList();
    }

    @Override
    public ReadingBatch rest(ReadingBatch batch) {
      return batch;
    }

    @Override
    public Runnable whenPublished(ReadingBatch batch) {
      long[] eventMillis = new long[batch.scored().size()];
      for (int i = 0; i < eventMillis.length; i++) {
        eventMillis[i] = batch.scored().get(i).received().reading().eventTimeMillis();
      }

      return () -> {
        LATENCIES.add(eventMillis, System.currentTimeMillis());
        COUNTERS.report();
      };
    }

    ProducerRecord<byte[], byte[]> of(ScoredReading scored) {
      String sensorId = Long.toString(scored.received().reading().sensorId());
      return new ProducerRecord<>(
          topic,
          null,
          null,
          SourceHeaders.text(sensorId),
          ScoreJson.write(scored),
          SourceHeaders.of(sourceTopic, scored.received().position()));
    }
  }
}
