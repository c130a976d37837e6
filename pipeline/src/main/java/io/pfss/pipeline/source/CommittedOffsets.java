package io.pfss.pipeline.source;

import io.pfss.pipeline.element.OffsetRange;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads and commits a group's positions. A position moves only over records that are done, and
 * never past one that is not: so whatever is lost of a runner's own state, the next reader begins
 * at or before the first record that some sink does not have.
 *
 * <p>A position tells which job committed it. The job that started last has the group: it goes on
 * from the positions of those before it, as after a crash, and one of them that still runs stops as
 * soon as it looks or commits. Two that went on beside each other would each skip what the other
 * has done.
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
  private Uuid topicId;

  private CommittedOffsets(ConsumerGroup group) {
    this.group = group;
    this.admin = Admin.create(group.cluster().clientConfig(Map.of()));
    this.consumer =
        group.cluster().newConsumer(Map.of(ConsumerConfig.GROUP_ID_CONFIG, group.name()));
  }

  /** The worker's positions of a group. */
  static CommittedOffsets of(ConsumerGroup group) {
    return INSTANCES.computeIfAbsent(group, CommittedOffsets::new);
  }

  /** How many partitions the topic has; 0 while it is deleted. */
  synchronized int findTopic() {
    try {
      TopicDescription topic =
          admin.describeTopics(List.of(group.topic())).allTopicNames().get().get(group.topic());
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
  synchronized Uuid topic() {
    return topicId;
  }

  /**
   * Gives the group a position in every partition, unless it has one in any.
   *
   * @param start where
   * @return how many partitions the topic has
   */
  synchronized int begin(StartFrom start) {
    int partitions = findTopic();
    Set<TopicPartition> all =
        IntStream.range(0, partitions).mapToObj(group::partition).collect(Collectors.toSet());
    if (consumer.committed(all).values().stream().allMatch(Objects::isNull)) {
      Map<TopicPartition, Long> offsets =
          start == StartFrom.EARLIEST ? consumer.beginningOffsets(all) : consumer.endOffsets(all);
      Map<TopicPartition, OffsetAndMetadata> positions = new HashMap<>();
      offsets.forEach((partition, offset) -> positions.put(partition, at(offset)));
      commitSync(positions);
    }

    return partitions;
  }

  /**
   * Where the group stands in partitions. Where it has no position, as in a partition that was
   * added, or one in a topic of this name that was deleted since, it begins with the first record.
   *
   * @throws GroupInUseException if a job that started later has the group
   */
  synchronized Map<Integer, PartitionLag> fetchOffsets(Collection<Integer> partitions) {
    Set<TopicPartition> all = partitions.stream().map(group::partition).collect(Collectors.toSet());
    Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(all);
    Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(all);
    Map<TopicPartition, Long> ends = consumer.endOffsets(all);
    Map<TopicPartition, OffsetAndMetadata> moved = new HashMap<>();
    Map<Integer, PartitionLag> lags = new TreeMap<>();
    for (TopicPartition partition : all) {
      OffsetAndMetadata before = committed.get(partition);
      long end = ends.get(partition);
      OffsetAndMetadata position = valid(partition, before, beginnings.get(partition), end);
      if (!position.equals(before)) {
        moved.put(partition, position);
      }

      lags.put(
          partition.partition(),
          new PartitionLag(position.offset(), CommitMetadata.of(position).arrivalMillis(), end));
    }

    commitSync(moved);
    return lags;
  }

  private OffsetAndMetadata valid(
      TopicPartition partition, OffsetAndMetadata position, long beginning, long end) {
    if (position == null) {
      return at(beginning);
    }

    CommitMetadata note = noteOf(position);
    if (position.offset() > end || note.isOfOther(topicId)) {
      LOG.error(
          "{} was made again: position {} is of the topic that was deleted. Going on at {}",
          partition,
          position.offset(),
          beginning);
      return at(beginning);
    }

    if (position.offset() < beginning) {
      DeletedRecords.report(partition, position.offset(), beginning);
      return at(beginning);
    }

    return note.of(topicId, group.job()).at(position.offset());
  }

  private OffsetAndMetadata at(long offset) {
    return new CommitMetadata(0, topicId, group.job()).at(offset);
  }

  /** Of a position that this job may go on from. A late commit of a job before it does no harm. */
  private CommitMetadata noteOf(OffsetAndMetadata position) {
    CommitMetadata note = CommitMetadata.of(position);
    if (group.job() != 0 && note.job() > group.job()) {
      throw new GroupInUseException(
          "Another job, which started later, reads topic "
              + group.topic()
              + " as consumer group "
              + group.name()
              + ". This one stops, as they would share the readings out between them: give each job"
              + " a --group of its own");
    }

    return note;
  }

  /** The first offset of a partition that is not done; 0 where the group has no position. */
  synchronized long committed(int partition) {
    TopicPartition asked = group.partition(partition);
    OffsetAndMetadata position = consumer.committed(Set.of(asked)).get(asked);
    return position == null ? 0 : position.offset();
  }

  /**
   * Moves the positions over records that are done. A range that begins after its partition's
   * position is left out: what is between is not done, and will be claimed again with it.
   *
   * @return how many ranges were left out
   * @throws GroupInUseException if a job that started later has the group, or if consumers share
   *     its partitions among them
   */
  synchronized int commit(List<OffsetRange> done) {
    Set<TopicPartition> partitions =
        done.stream().map(range -> group.partition(range.partition())).collect(Collectors.toSet());
    Map<TopicPartition, OffsetAndMetadata> before = consumer.committed(partitions);
    before.values().stream().filter(Objects::nonNull).forEach(this::noteOf);
    Map<TopicPartition, OffsetAndMetadata> after = new HashMap<>();
    int outOfOrderRanges = 0;
    for (OffsetRange range : done) {
      TopicPartition partition = group.partition(range.partition());
      OffsetAndMetadata position = after.getOrDefault(partition, before.get(partition));
      long offset = position == null ? 0 : position.offset();
      if (range.from() > offset) {
        LOG.warn(
            "{} from {} is done, but the position is {}: it will be read again",
            partition,
            range.from(),
            offset);
        outOfOrderRanges++;
      } else if (range.until() > offset) {
        Uuid topic = position == null ? topicId : CommitMetadata.of(position).topic();
        after.put(
            partition,
            new CommitMetadata(range.arrivalMillis(), topic, group.job()).at(range.until()));
      }
    }

    commitSync(after);
    return outOfOrderRanges;
  }

  private void commitSync(Map<TopicPartition, OffsetAndMetadata> positions) {
    if (positions.isEmpty()) {
      return;
    }

    try {
      consumer.commitSync(positions);
    } catch (CommitFailedException e) {
      throw new GroupInUseException(
          "Consumer group "
              + group.name()
              + " has members that share its partitions, so no position can be committed: choose"
              + " another --group",
          e);
    }
  }
}
