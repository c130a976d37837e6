package io.pfss.pipeline.source;

import io.pfss.pipeline.kafka.KafkaCluster;
import io.pfss.pipeline.kafka.RecordFinder;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
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
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * How far a consumer group is behind its topic. It only asks, and commits nothing. Not thread-safe.
 */
public final class GroupLag implements AutoCloseable {
  /** For each of three requests: who looks every few seconds need not wait longer. */
  private static final int TIMEOUT_MILLIS = 3_000;

  /** Who is more than these records behind need not know how many offsets hold none. */
  private static final long MAX_COUNTED_RECORDS = 1_000;

  private static final Duration COUNT_TIMEOUT = Duration.ofSeconds(1);

  private final ConsumerGroup group;
  private final Admin admin;
  private final RecordFinder finder;

  /** Where records wait beyond an offset whose metadata tell no time: since when, by us. */
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
  public Lag fetch() throws IOException {
    return lag(places());
  }

  /**
   * The group's offsets in each partition.
   *
   * @throws IOException if Kafka does not answer within some seconds, or the topic is deleted
   */
  public Map<Integer, Place> places() throws IOException {
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
    TopicDescription topic =
        Objects.requireNonNull(answer(topics).get(group.topic()), group.topic());
    Map<TopicPartition, OffsetAndMetadata> offsets = answer(committed);
    Map<TopicPartition, ListOffsetsResultInfo> beginnings = offsets(topic, OffsetSpec.earliest());
    Map<TopicPartition, ListOffsetsResultInfo> ends = offsets(topic, OffsetSpec.latest());
    Map<Integer, Place> places = new TreeMap<>();
    ends.forEach(
        (partition, end) ->
            places.put(
                partition.partition(),
                Place.of(
                    offsets.get(partition),
                    topic.topicId(),
                    Objects.requireNonNull(beginnings.get(partition), "beginning").offset(),
                    end.offset())));
    return places;
  }

  @Override
  public void close() {
    finder.close();
    admin.close();
  }

  private Lag lag(Map<Integer, Place> places) throws IOException {
    long now = System.currentTimeMillis();
    long nanos = System.nanoTime();
    long records = 0;
    long millis = 0;
    long done = 0;
    for (Map.Entry<Integer, Place> one : places.entrySet()) {
      TopicPartition partition = group.partition(one.getKey());
      Place place = one.getValue();
      done += place.committed();
      long left = records(partition, place, MAX_COUNTED_RECORDS - records);
      records += left;
      if (left > 0) {
        long waits =
            place.arrivalMillis() > 0
                ? now - place.arrivalMillis()
                : TimeUnit.NANOSECONDS.toMillis(
                    nanos - waitingSince(partition, place.committed(), nanos));
        millis = Math.max(millis, waits);
      }
    }

    return new Lag(records, millis, done, places.values().stream().anyMatch(Place::isCommitted));
  }

  /**
   * The records beyond a committed offset; a number of offsets where they are more than are to be
   * looked at.
   */
  private long records(TopicPartition partition, Place place, long toLookAt) throws IOException {
    long offsets = place.end() - place.committed();
    if (offsets == 0 || toLookAt <= 0) {
      return offsets;
    }

    Roaring64Bitmap range = RecordFinder.range(place.committed(), place.end());
    try {
      return offsets
          - finder.find(partition, range, toLookAt, COUNT_TIMEOUT).empty().getLongCardinality();
    } catch (KafkaException e) {
      throw unknown(e);
    }
  }

  private long waitingSince(TopicPartition partition, long offset, long nanos) {
    return waiting
        .compute(
            partition,
            (any, known) ->
                known != null && known.offset() == offset ? known : new Waiting(offset, nanos))
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
      throw new IOException("Interrupted while Kafka is asked for offsets", e);
    } catch (ExecutionException e) {
      throw unknown(Objects.requireNonNullElse(e.getCause(), e));
    }
  }

  private IOException unknown(Throwable cause) {
    return new IOException(
        "Kafka at "
            + group.cluster().bootstrapServers()
            + " did not return the offsets of group "
            + group.name()
            + " in "
            + group.topic()
            + ": "
            + cause.getMessage(),
        cause);
  }

  private record Waiting(long offset, long sinceNanos) {}

  /**
   * The offsets of a group in a partition.
   *
   * @param beginning of the partition: Kafka has deleted what was before
   * @param committed the committed offset; the beginning where there is none
   * @param end of what producers have committed: the last stable offset
   * @param arrivalMillis when Kafka took in the last record before {@code committed}, in ms since
   *     the epoch; 0 if that is not known
   * @param isCommitted whether the group has committed an offset
   */
  public record Place(
      long beginning, long committed, long end, long arrivalMillis, boolean isCommitted) {
    private static Place of(
        @Nullable OffsetAndMetadata known, Uuid topic, long beginning, long end) {
      if (known == null) {
        return new Place(beginning, beginning, end, 0, false);
      }

      CommitMetadata metadata = CommitMetadata.of(known);
      return known.offset() > end || metadata.isOfOther(topic)
          ? new Place(beginning, beginning, end, 0, true)
          : new Place(
              beginning, Math.max(beginning, known.offset()), end, metadata.arrivalMillis(), true);
    }
  }

  /**
   * How far a group is behind.
   *
   * @param records of the topic that are beyond its committed offsets; all that the topic has,
   *     where it has none. Exact up to 1,000; beyond that, offsets count that hold none
   * @param millis how long ago Kafka took in the last record before a committed offset, of those
   *     partitions where more wait the longest; 0 where none waits. Where that is not known, since
   *     when records were first seen to wait
   * @param done the sum of its committed offsets
   * @param hasBegun whether it has committed any offset
   */
  public record Lag(long records, long millis, long done, boolean hasBegun) {}
}
