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
 * Reads and commits a group's offsets. An offset is committed only when all records before it are
 * in every sink: so whatever is lost of a runner's own state, the next reader begins at or before
 * the first record that some sink does not have.
 *
 * <p>The metadata of a committed offset tell which job committed it. The job that started last has
 * the group: it continues from the offsets of those before it, as after a crash, and one of them
 * that still runs stops as soon as it reads or commits offsets. Two that ran beside each other
 * would each skip what the other has delivered.
 *
 * <p>Thread-safe; a worker has one for each group.
 */
final class CommittedOffsets {
  private static final Logger LOG = LoggerFactory.getLogger(CommittedOffsets.class);

  private static final ConcurrentMap<ConsumerGroup, CommittedOffsets> INSTANCES =
      new ConcurrentHashMap<>();

  private final ConsumerGroup group;
  private final Admin admin;
  private final KafkaConsumer<byte[], byte[]> consumer;

  /** Of the topic as it was last found; null if it was not yet. */
  private @Nullable Uuid topicId;

  private CommittedOffsets(ConsumerGroup group) {
    this.group = group;
    this.admin = Admin.create(group.cluster().clientConfig(Map.of()));
    this.consumer =
        group.cluster().newConsumer(Map.of(ConsumerConfig.GROUP_ID_CONFIG, group.name()));
  }

  /** The worker's access to a group's offsets. */
  static CommittedOffsets of(ConsumerGroup group) {
    return INSTANCES.computeIfAbsent(group, CommittedOffsets::new);
  }

  /** How many partitions the topic has; 0 while it is deleted. */
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
        LOG.error("Topic {} was deleted. PFSS waits until it is made again", group.topic());
        return 0;
      }

      throw new KafkaException("Topic " + group.topic() + " cannot be described", e.getCause());
    }
  }

  /** The id of the topic as it was last found; null if it was not yet. */
  synchronized @Nullable Uuid topic() {
    return topicId;
  }

  /**
   * Commits an offset of the group in every partition, unless it has one in any.
   *
   * @param start which offset
   * @return how many partitions the topic has
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
   * The group's committed offsets. Where it has none, as in a partition that was added, or one in a
   * topic of this name that was deleted since, the offset is that of the first record.
   *
   * @throws GroupInUseException if a job that started later has the group
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
          "{} was made again: committed offset {} is of the topic that was deleted. Continuing at {}",
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
   * Of an offset that this job may continue from. A late commit of a job before it does no harm.
   */
  private CommitMetadata metadataOf(OffsetAndMetadata committed) {
    CommitMetadata metadata = CommitMetadata.of(committed);
    if (group.job() != 0 && metadata.job() > group.job()) {
      throw new GroupInUseException(
          "Another job, which started later, reads topic "
              + group.topic()
              + " as consumer group "
              + group.name()
              + ". This one stops, as they would share the readings out between them: give each job"
              + " a --group of its own");
    }

    return metadata;
  }

  /** The committed offset of a partition; 0 where there is none. */
  synchronized long committed(int partition) {
    TopicPartition asked = group.partition(partition);
    OffsetAndMetadata committed = consumer.committed(Set.of(asked)).get(asked);
    return committed == null ? 0 : committed.offset();
  }

  /**
   * Commits the ends of ranges whose records are in every sink. A range that begins after its
   * partition's committed offset is left out: what is between is not delivered, and will be read
   * again with it.
   *
   * @return how many ranges were left out
   * @throws GroupInUseException if a job that started later has the group, or if consumers share
   *     its partitions among them
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
            "{} is delivered from offset {} on, but the committed offset is {}: it will be read again",
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
              + " has members that share its partitions, so no offset can be committed: choose"
              + " another --group",
          e);
    }
  }
}
