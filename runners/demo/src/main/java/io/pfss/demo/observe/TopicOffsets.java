package io.pfss.demo.observe;

import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * The end offsets of topics that may not exist yet. Thread-safe.
 *
 * @param admin closed with this object
 * @param bootstrap the broker's address, for messages
 * @param timeout of each request
 */
record TopicOffsets(Admin admin, String bootstrap, Duration timeout) implements AutoCloseable {
  /**
   * The end offset of each partition; none for a topic that does not exist. A partition ends before
   * the first transaction that is open, as it does for the job.
   *
   * @throws IOException if Kafka does not answer or refuses
   */
  Map<TopicPartition, Long> ends(Collection<String> topics)
      throws IOException, InterruptedException {
    Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
    for (KafkaFuture<TopicDescription> asked :
        admin.describeTopics(topics).topicNameValues().values()) {
      try {
        TopicDescription topic = answer(asked);
        topic
            .partitions()
            .forEach(
                each ->
                    latest.put(
                        new TopicPartition(topic.name(), each.partition()), OffsetSpec.latest()));
      } catch (IOException e) {
        if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
          throw e;
        }
      }
    }

    Map<TopicPartition, Long> ends = new HashMap<>();
    answer(admin.listOffsets(latest, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED)).all())
        .forEach((partition, end) -> ends.put(partition, end.offset()));
    return ends;
  }

  @Override
  public void close() {
    admin.close(timeout);
  }

  private <T> T answer(KafkaFuture<T> future) throws IOException, InterruptedException {
    try {
      return future.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new IOException(
          "Kafka at " + bootstrap + ": " + e.getCause().getMessage(), e.getCause());
    } catch (TimeoutException e) {
      throw new IOException(
          "Kafka at " + bootstrap + " did not answer within " + timeout.toSeconds() + " s", e);
    }
  }
}
