package io.pfss.pipeline.deadletter;

import io.pfss.pipeline.ReadingBatch;
import io.pfss.pipeline.ReadingBatchCoder;
import io.pfss.pipeline.kafka.KafkaCluster;
import io.pfss.pipeline.kafka.PublishBatches;
import io.pfss.pipeline.kafka.SourceHeaders;
import java.util.List;
import java.util.Objects;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;

/**
 * Publishes the dead letters of batches to a topic: the original bytes as value, no key, and
 * headers that say what is wrong and where the record came from. The batches go on without them.
 *
 * <pre>{@code
 * batches.apply(PublishDeadLetters.to(cluster).withTopic("heat_dlq").from("heat"));
 * }</pre>
 */
public final class PublishDeadLetters
    extends PTransform<PCollection<ReadingBatch>, PCollection<ReadingBatch>> {
  /** Header: the name of the {@link io.pfss.models.reading.ErrorCode}. */
  public static final String ERROR_CODE = "error_code";

  /** Header: what is wrong, with the offending value. */
  public static final String ERROR_MESSAGE = "error_message";

  /** Header: when the record was given up, in ms since the epoch. */
  public static final String ERROR_TIME = "error_time";

  private static final String DEFAULT_TOPIC = "heat_dlq";
  private static final String DEFAULT_SOURCE = "heat";

  private final KafkaCluster cluster;
  private final String topic;
  private final String sourceTopic;

  private PublishDeadLetters(KafkaCluster cluster, String topic, String sourceTopic) {
    this.cluster = Objects.requireNonNull(cluster, "cluster");
    this.topic = Objects.requireNonNull(topic, "topic");
    this.sourceTopic = Objects.requireNonNull(sourceTopic, "sourceTopic");
  }

  /** Publishes to topic {@code heat_dlq} of a cluster, for records of topic {@code heat}. */
  public static PublishDeadLetters to(KafkaCluster cluster) {
    return new PublishDeadLetters(cluster, DEFAULT_TOPIC, DEFAULT_SOURCE);
  }

  /** Publishes to another topic. */
  public PublishDeadLetters withTopic(String target) {
    return new PublishDeadLetters(cluster, target, sourceTopic);
  }

  /** Names the topic that the records come from. */
  public PublishDeadLetters from(String source) {
    return new PublishDeadLetters(cluster, topic, source);
  }

  @Override
  public PCollection<ReadingBatch> expand(PCollection<ReadingBatch> batches) {
    return batches
        .apply(
            "Publish",
            ParDo.of(new PublishBatches<>(cluster, "deadLetters", new Records(topic, sourceTopic))))
        .setCoder(ReadingBatchCoder.of());
  }

  /** The records of dead letters. */
  record Records(String topic, String sourceTopic) implements PublishBatches.Records<ReadingBatch> {
    @Override
    public List<ProducerRecord<byte[], byte[]>> of(ReadingBatch batch) {
      return batch.deadLetters().stream().map(this::of).toList();
    }

    @Override
    public ReadingBatch rest(ReadingBatch batch) {
      return batch.withoutDeadLetters();
    }

    ProducerRecord<byte[], byte[]> of(DeadLetter letter) {
      Headers headers =
          SourceHeaders.of(sourceTopic, letter.position())
              .add(ERROR_CODE, SourceHeaders.text(letter.code().name()))
              .add(ERROR_MESSAGE, SourceHeaders.text(letter.message()))
              .add(ERROR_TIME, SourceHeaders.text(Long.toString(letter.timeMillis())));
      return new ProducerRecord<>(topic, null, null, null, letter.value(), headers);
    }
  }
}
