// SPDX-License-Identifier: Apache-2.0
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
import org.apache.kafka.clients.CommonClientConfigs;
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

/** Measures the lag of a consumer group. It commits nothing. Not thread-safe. */
public final class GroupLag implements AutoCloseable {
  /** For each of three requests; short, because callers refresh the lag every few seconds. */
  private static final int TIMEOUT_MILLIS = 3_000;

  /** Above this lag, offsets without a record are counted too. */
  private static final long MAX_COUNTED_RECORDS = 1_000;

  private static final Duration COUNT_TIMEOUT = Duration.ofSeconds(1);

  private final ConsumerGroup group;
  private final Admin admin;
  private final RecordFinder finder;

  /** When this process first saw records wait beyond an offset without an arrival time. */
  private final Map<TopicPartition, Waiting> waiting = new HashMap<>();

  private GroupLag(ConsumerGroup group) {
    this.group = group;
    // For a request that the client makes by itself, too: describeTopics asks for the brokers
    // first.
    this.admin =
        Admin.create(
            group
                .cluster()
                .clientConfig(
                    Map.of(
                        CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG,
                        TIMEOUT_MILLIS,
                        CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG,
                        TIMEOUT_MILLIS)));
    this.finder = new RecordFinder(group.cluster().clientConfig(Map.of()));
  }

  /** Returns the lag measurement of a group that reads a topic. */
  public static GroupLag of(KafkaCluster cluster, String topic, String group) {
    return new GroupLag(new ConsumerGroup(cluster, topic, group));
  }

  /**
   * Fetches the lag from Kafka.
   *
   * @throws IOException if Kafka does not answer within 3 s per request, or the topic is deleted
   */
  public Lag fetch() throws IOException {
    return lag(places());
  }

  /**
   * Returns the group's offsets in each partition.
   *
   * @throws IOException if Kafka does not answer within 3 s per request, or the topic is deleted
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
    for (Map.Entry<Integer, Place> entry : places.entrySet()) {
      TopicPartition partition = group.partition(entry.getKey());
      Place place = entry.getValue();
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
   * Returns the number of records beyond a committed offset; if the limit is exceeded, the number
   * counts offsets.
   */
  private long records(TopicPartition partition, Place place, long limit) throws IOException {
    long offsets = place.end() - place.committed();
    if (offsets == 0 || limit <= 0) {
      return offsets;
    }

    Roaring64Bitmap range = RecordFinder.range(place.committed(), place.end());
    try {
      return offsets
          - finder.find(partition, range, limit, COUNT_TIMEOUT).empty().getLongCardinality();
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
      throw new IOException("Interrupted while fetching offsets from Kafka", e);
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
   * @param beginning the first offset of the partition that Kafka has not deleted
   * @param committed the committed offset; {@code beginning} if there is none
   * @param end the last stable offset: the end of the committed transactions
   * @param arrivalMillis when Kafka received the last record before {@code committed}, in ms since
   *     the epoch; 0 if unknown
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
   * The lag of a group.
   *
   * @param records the records beyond the committed offsets; all records of a partition without a
   *     committed offset. Exact up to 1,000; above, offsets without a record are included
   * @param millis the longest wait of a partition with a lag: the time since Kafka received the
   *     last record before the committed offset or, if unknown, since the waiting records were
   *     first seen; 0 without a lag
   * @param done the sum of the committed offsets
   * @param hasBegun whether the group has committed any offset
   */
  public record Lag(long records, long millis, long done, boolean hasBegun) {}
}
