package io.pfss.demo.observe;

import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** The end offsets of topics that may not exist yet. Thread-safe. */
final class TopicOffsets implements AutoCloseable {
  private final Admin admin;
  private final String bootstrap;
  private final Duration timeout;

  /**
   * @param admin closed with this object
   * @param bootstrap the broker's address, for messages
   * @param timeout of each request
   */
  TopicOffsets(Admin admin, String bootstrap, Duration timeout) {
    this.admin = admin;
    this.bootstrap = bootstrap;
    this.timeout = timeout;
  }

  /**
   * The end offset of each partition; none for a topic that does not exist. A partition ends before
   * the first transaction that is open, as it does for the job.
   *
   * @throws IOException if Kafka does not answer or refuses
   */
  Map<TopicPartition, Long> ends(Collection<String> topics)
      throws IOException, InterruptedException {
    Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
    for (Map.Entry<String, KafkaFuture<TopicDescription>> topic :
        admin.describeTopics(topics).topicNameValues().entrySet()) {
      for (TopicPartitionInfo partition : partitions(topic.getValue())) {
        latest.put(new TopicPartition(topic.getKey(), partition.partition()), OffsetSpec.latest());
      }
    }

    Map<TopicPartition, Long> ends = new HashMap<>();
    if (!latest.isEmpty()) {
      ListOffsetsResult listed =
          admin.listOffsets(latest, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED));
      for (TopicPartition partition : latest.keySet()) {
        ends.put(partition, answer(listed.partitionResult(partition)).offset());
      }
    }

    return ends;
  }

  @Override
  public void close() {
    admin.close(timeout);
  }

  private Collection<TopicPartitionInfo> partitions(KafkaFuture<TopicDescription> topic)
      throws IOException, InterruptedException {
    try {
      return answer(topic).partitions();
    } catch (IOException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return List.of();
      }

      throw e;
    }
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
