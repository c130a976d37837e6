// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.source;

import io.pfss.pipeline.element.OffsetRange;
import io.pfss.pipeline.source.GroupLag.Place;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads and commits the offsets of a consumer group. An offset is committed only when every sink
 * has all records before it. So even if the runner loses its state, the next reader begins at or
 * before the first record that a sink lacks.
 *
 * <p>The metadata of a committed offset contains the number of the job that committed it. The job
 * that started last owns the group: it continues from the committed offsets of earlier jobs, as
 * after a crash. An earlier job that still runs stops as soon as it reads or commits offsets;
 * otherwise each job would skip the records that the other has delivered.
 *
 * <p>Thread-safe; a worker has one instance per group.
 */
final class CommittedOffsets {
  private static final Logger LOG = LoggerFactory.getLogger(CommittedOffsets.class);

  private static final ConcurrentMap<ConsumerGroup, CommittedOffsets> INSTANCES =
      new ConcurrentHashMap<>();

  private final ConsumerGroup group;
  private final Admin admin;
  private final KafkaConsumer<byte[], byte[]> consumer;

  /** The id from the last {@link #findTopic}; null before the first. */
  private @Nullable Uuid topicId;

  private CommittedOffsets(ConsumerGroup group) {
    this.group = group;
    this.admin = Admin.create(group.cluster().clientConfig(Map.of()));
    this.consumer =
        group.cluster().newConsumer(Map.of(ConsumerConfig.GROUP_ID_CONFIG, group.name()));
  }

  /** Returns the worker's instance for a group. */
  static CommittedOffsets of(ConsumerGroup group) {
    return INSTANCES.computeIfAbsent(group, CommittedOffsets::new);
  }

  /** Returns the number of partitions of the topic; 0 while the topic does not exist. */
  synchronized int findTopic() {
    try {
      TopicDescription topic =
          Objects.requireNonNull(
              admin.describeTopics(List.of(group.topic())).allTopicNames().get().get(group.topic()),
              group.topic());
      topicId = topic.topicId();
      return topic.partitions().size();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptException(e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        LOG.error("Topic deleted; waiting until it exists again name={}", group.topic());
        return 0;
      }

      throw new KafkaException("Failed to describe topic " + group.topic(), e.getCause());
    }
  }

  /** Returns the id of the topic from the last {@link #findTopic}; null before the first. */
  synchronized @Nullable Uuid topic() {
    return topicId;
  }

  /**
   * Commits a first offset in every partition, unless the group has a committed offset in any.
   *
   * @param start which offset to commit
   * @return the number of partitions of the topic
   */
  synchronized int begin(StartFrom start) {
    int partitions = findTopic();
    Set<TopicPartition> all =
        IntStream.range(0, partitions).mapToObj(group::partition).collect(Collectors.toSet());
    if (consumer.committed(all).values().stream().allMatch(Objects::isNull)) {
      Map<TopicPartition, Long> offsets =
          start == StartFrom.EARLIEST ? consumer.beginningOffsets(all) : consumer.endOffsets(all);
      Map<TopicPartition, OffsetAndMetadata> first = new HashMap<>();
      offsets.forEach((partition, offset) -> first.put(partition, at(offset)));
      commitSync(first);
    }

    return partitions;
  }

  /**
   * Returns the group's committed offsets. In a partition without a valid one, the offset is the
   * beginning of the partition, and is committed. This is the case for an added partition and for a
   * recreated topic.
   *
   * @throws GroupInUseException if a job that started later owns the group
   */
  synchronized Map<Integer, Place> fetchOffsets(Collection<Integer> partitions) {
    Set<TopicPartition> all = partitions.stream().map(group::partition).collect(Collectors.toSet());
    Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(all);
    Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(all);
    Map<TopicPartition, Long> ends = consumer.endOffsets(all);
    Map<TopicPartition, OffsetAndMetadata> moved = new HashMap<>();
    Map<Integer, Place> places = new TreeMap<>();
    for (TopicPartition partition : all) {
      OffsetAndMetadata before = committed.get(partition);
      long beginning = Objects.requireNonNull(beginnings.get(partition), "beginning");
      long end = Objects.requireNonNull(ends.get(partition), "end");
      OffsetAndMetadata offset = valid(partition, before, beginning, end);
      if (!offset.equals(before)) {
        moved.put(partition, offset);
      }

      long arrivalMillis = CommitMetadata.of(offset).arrivalMillis();
      places.put(
          partition.partition(), new Place(beginning, offset.offset(), end, arrivalMillis, true));
    }

    commitSync(moved);
    return places;
  }

  private OffsetAndMetadata valid(
      TopicPartition partition, @Nullable OffsetAndMetadata committed, long beginning, long end) {
    if (committed == null) {
      return at(beginning);
    }

    CommitMetadata metadata = metadataOf(committed);
    if (committed.offset() > end || metadata.isOfOther(topicId)) {
      LOG.error(
          "Topic was recreated; resetting offset partition={} committed={} beginning={}",
          partition,
          committed.offset(),
          beginning);
      return at(beginning);
    }

    if (committed.offset() < beginning) {
      DeletedRecords.report(partition, committed.offset(), beginning);
      return at(beginning);
    }

    return metadata.of(topicId, group.job()).at(committed.offset());
  }

  private OffsetAndMetadata at(long offset) {
    return new CommitMetadata(0, topicId, group.job()).at(offset);
  }

  /**
   * Returns the metadata of an offset that this job may continue from. A late commit of an earlier
   * job does no harm.
   */
  private CommitMetadata metadataOf(OffsetAndMetadata committed) {
    CommitMetadata metadata = CommitMetadata.of(committed);
    if (group.job() != 0 && metadata.job() > group.job()) {
      throw new GroupInUseException(
          "Another job, which started later, reads topic "
              + group.topic()
              + " as consumer group "
              + group.name()
              + ". This job stops, because each would miss readings: give each job its own --group");
    }

    return metadata;
  }

  /** Returns the committed offset of a partition; 0 if there is none. */
  synchronized long committed(int partition) {
    TopicPartition asked = group.partition(partition);
    OffsetAndMetadata committed = consumer.committed(Set.of(asked)).get(asked);
    return committed == null ? 0 : committed.offset();
  }

  /**
   * Commits the ends of ranges whose records are in every sink. A range that begins after its
   * partition's committed offset is skipped: the records in between are not delivered yet, and the
   * range will be read again with them.
   *
   * @return the number of skipped ranges
   * @throws GroupInUseException if a job that started later owns the group, or if the group has
   *     subscribed consumers
   */
  synchronized int commit(List<OffsetRange> done) {
    Set<TopicPartition> partitions =
        done.stream().map(range -> group.partition(range.partition())).collect(Collectors.toSet());
    Map<TopicPartition, OffsetAndMetadata> before = consumer.committed(partitions);
    before.values().stream().filter(Objects::nonNull).forEach(this::metadataOf);
    Map<TopicPartition, OffsetAndMetadata> after = new HashMap<>();
    int outOfOrderRanges = 0;
    for (OffsetRange range : done) {
      TopicPartition partition = group.partition(range.partition());
      OffsetAndMetadata committed = after.getOrDefault(partition, before.get(partition));
      long offset = committed == null ? 0 : committed.offset();
      if (range.from() > offset) {
        LOG.warn(
            "Range delivered out of order; it will be read again partition={} from={} committed={}",
            partition,
            range.from(),
            offset);
        outOfOrderRanges++;
      } else if (range.until() > offset) {
        Uuid topic = committed == null ? topicId : CommitMetadata.of(committed).topic();
        after.put(
            partition,
            new CommitMetadata(range.arrivalMillis(), topic, group.job()).at(range.until()));
      }
    }

    commitSync(after);
    return outOfOrderRanges;
  }

  private void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets) {
    if (offsets.isEmpty()) {
      return;
    }

    try {
      consumer.commitSync(offsets);
    } catch (CommitFailedException e) {
      throw new GroupInUseException(
          "Consumer group "
              + group.name()
              + " has subscribed members, so PFSS cannot commit offsets: choose another --group",
          e);
    }
  }
}
