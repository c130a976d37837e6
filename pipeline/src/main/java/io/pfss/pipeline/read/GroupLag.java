package io.pfss.pipeline.read;

import io.pfss.pipeline.kafka.KafkaCluster;
import io.pfss.pipeline.kafka.RecordFinder;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * How far a consumer group is behind its topic. It only asks, and changes no position. Not
 * thread-safe.
 */
public final class GroupLag implements AutoCloseable {
  /** For each of three requests: who looks every few seconds need not wait longer. */
  private static final int TIMEOUT_MILLIS = 3_000;

  /** Who is more than these records behind need not know how many offsets hold none. */
  private static final long COUNTED_RECORDS = 1_000;

  private static final Duration COUNT_TIMEOUT = Duration.ofSeconds(1);

  private final ConsumerGroup group;
  private final Admin admin;
  private final RecordFinder finder;

  /** Where records wait behind a position whose note does not tell a time: since when, by us. */
  private final Map<TopicPartition, Waiting> waiting = new HashMap<>();

  private GroupLag(ConsumerGroup group) {
    this.group = group;
    this.admin = Admin.create(group.cluster().clientConfig(Map.of()));
    this.finder = new RecordFinder(group.cluster().clientConfig(Map.of()));
  }

  /** Of a group that reads a topic. */
  public static GroupLag of(KafkaCluster cluster, String topic, String group) {
    return new GroupLag(new ConsumerGroup(cluster, topic, group));
  }

  /**
   * Asks Kafka.
   *
   * @throws IOException if it does not answer within some seconds, or the topic is deleted
   */
  public Lag look() throws IOException {
    KafkaFuture<Map<String, TopicDescription>> topics =
        admin
            .describeTopics(
                List.of(group.topic()), new DescribeTopicsOptions().timeoutMs(TIMEOUT_MILLIS))
            .allTopicNames();
    KafkaFuture<Map<TopicPartition, OffsetAndMetadata>> committed =
        admin
            .listConsumerGroupOffsets(
                group.name(), new ListConsumerGroupOffsetsOptions().timeoutMs(TIMEOUT_MILLIS))
            .partitionsToOffsetAndMetadata();
    TopicDescription topic = answer(topics).get(group.topic());
    Map<TopicPartition, ListOffsetsResultInfo> beginnings = offsets(topic, OffsetSpec.earliest());
    Map<TopicPartition, ListOffsetsResultInfo> ends = offsets(topic, OffsetSpec.latest());
    return lag(topic.topicId(), answer(committed), beginnings, ends);
  }

  @Override
  public void close() {
    finder.close();
    admin.close();
  }

  private Lag lag(
      Uuid topic,
      Map<TopicPartition, OffsetAndMetadata> committed,
      Map<TopicPartition, ListOffsetsResultInfo> beginnings,
      Map<TopicPartition, ListOffsetsResultInfo> ends)
      throws IOException {
    long now = System.currentTimeMillis();
    long nanos = System.nanoTime();
    long records = 0;
    long millis = 0;
    long done = 0;
    boolean begun = false;
    for (Map.Entry<TopicPartition, ListOffsetsResultInfo> one : ends.entrySet()) {
      TopicPartition partition = one.getKey();
      long end = one.getValue().offset();
      long position = beginnings.get(partition).offset();
      long arrivalMillis = 0;
      OffsetAndMetadata standing = committed.get(partition);
      if (standing != null) {
        begun = true;
        PositionNote note = PositionNote.of(standing);
        if (standing.offset() <= end && !note.isOfOther(topic)) {
          position = Math.max(position, standing.offset());
          arrivalMillis = note.arrivalMillis();
        }
      }

      done += position;
      long left = records(partition, position, end, COUNTED_RECORDS - records);
      records += left;
      if (left > 0) {
        long waits =
            arrivalMillis > 0
                ? now - arrivalMillis
                : TimeUnit.NANOSECONDS.toMillis(nanos - waitingSince(partition, position, nanos));
        millis = Math.max(millis, waits);
      }
    }

    return new Lag(records, millis, done, begun);
  }

  /** The records of a range; its offsets where they are more than are to be looked at. */
  private long records(TopicPartition partition, long from, long until, long toLookAt)
      throws IOException {
    if (from == until || toLookAt <= 0) {
      return until - from;
    }

    Roaring64Bitmap range = new Roaring64Bitmap();
    range.addRange(from, until);
    try {
      return until
          - from
          - finder.find(partition, range, toLookAt, COUNT_TIMEOUT).empty().getLongCardinality();
    } catch (KafkaException e) {
      throw unknown(e);
    }
  }

  private long waitingSince(TopicPartition partition, long position, long nanos) {
    return waiting
        .compute(
            partition,
            (any, known) ->
                known != null && known.position() == position
                    ? known
                    : new Waiting(position, nanos))
        .sinceNanos();
  }

  private Map<TopicPartition, ListOffsetsResultInfo> offsets(
      TopicDescription topic, OffsetSpec which) throws IOException {
    Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
    topic
        .partitions()
        .forEach(partition -> asked.put(group.partition(partition.partition()), which));
    return answer(
        admin
            .listOffsets(
                asked,
                new ListOffsetsOptions(IsolationLevel.READ_COMMITTED).timeoutMs(TIMEOUT_MILLIS))
            .all());
  }

  private <T> T answer(KafkaFuture<T> asked) throws IOException {
    try {
      return asked.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while Kafka is asked for positions", e);
    } catch (ExecutionException e) {
      throw unknown(e.getCause());
    }
  }

  private IOException unknown(Throwable cause) {
    return new IOException(
        "Kafka at "
            + group.cluster().bootstrapServers()
            + " does not tell where group "
            + group.name()
            + " stands in "
            + group.topic()
            + ": "
            + cause.getMessage(),
        cause);
  }

  private record Waiting(long position, long sinceNanos) {}

  /**
   * How far a group is behind.
   *
   * @param records of the topic that are beyond its positions; those of all that the topic has,
   *     where it has no position. Exact up to 1,000; beyond that, offsets count that hold none
   * @param millis how long ago Kafka took in the last record that is done, of those partitions
   *     where more wait the longest; 0 where none waits. Where nothing is known to be done, since
   *     when it was first seen to wait
   * @param done the sum of its positions: it moves when any of them does
   * @param hasBegun whether it has a position at all
   */
  public record Lag(long records, long millis, long done, boolean hasBegun) {}
}
