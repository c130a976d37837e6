package io.pfss.pipeline.score;

import io.pfss.pipeline.kafka.KafkaCluster;
import io.pfss.pipeline.kafka.SourceHeaders;
import io.pfss.pipeline.kafka.WriteRecords;
import java.util.Objects;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.SimpleFunction;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PDone;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Publishes scores to a topic at least once: key = sensor_id as text, JSON as in the data contract,
 * and the origin in headers, by which a consumer drops repeats.
 *
 * <pre>{@code
 * scored.apply(PublishScores.to(cluster).withTopic("heat_pf").from("heat"));
 * }</pre>
 */
public final class PublishScores extends PTransform<PCollection<ScoredReading>, PDone> {
  private static final String DEFAULT_TOPIC = "heat_pf";
  private static final String DEFAULT_SOURCE = "heat";

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
  public PDone expand(PCollection<ScoredReading> scored) {
    return scored
        .apply("To records", MapElements.via(new ToRecord(topic, sourceTopic)))
        .setCoder(WriteRecords.CODER)
        .apply("Write", WriteRecords.to(cluster));
  }

  /** The record of a score. */
  static final class ToRecord
      extends SimpleFunction<ScoredReading, ProducerRecord<byte[], byte[]>> {
    private final String topic;
    private final String sourceTopic;

    ToRecord(String topic, String sourceTopic) {
      this.topic = topic;
      this.sourceTopic = sourceTopic;
    }

    @Override
    public ProducerRecord<byte[], byte[]> apply(ScoredReading scored) {
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
