package io.pfss.pipeline.read;

import io.pfss.pipeline.PositionRange;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads and commits a group's positions. A position moves only over records that are done, and
 * never past one that is not: so whatever is lost of a runner's own state, the next reader begins
 * at or before the first record that some sink does not have.
 *
 * <p>Thread-safe; a worker has one for each group.
 */
final class GroupPositions {
  private static final Logger LOG = LoggerFactory.getLogger(GroupPositions.class);

  private static final ConcurrentMap<ConsumerGroup, GroupPositions> INSTANCES =
      new ConcurrentHashMap<>();

  private final ConsumerGroup group;
  private final KafkaConsumer<byte[], byte[]> consumer;

  private GroupPositions(ConsumerGroup group) {
    this.group = group;
    this.consumer =
        new KafkaConsumer<>(
            group
                .cluster()
                .clientConfig(
                    Map.of(
                        ConsumerConfig.GROUP_ID_CONFIG,
                        group.name(),
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false)),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
  }

  /** The worker's positions of a group. */
  static GroupPositions of(ConsumerGroup group) {
    return INSTANCES.computeIfAbsent(group, GroupPositions::new);
  }

  /** How many partitions the topic has. */
  synchronized int partitions() {
    return consumer.partitionsFor(group.topic()).size();
  }

  /**
   * Where the group stands in partitions. In those where it has no position it gets one.
   *
   * @param start where to begin in those
   */
  synchronized Map<Integer, Standing> look(Collection<Integer> partitions, StartFrom start) {
    Set<TopicPartition> all = partitions.stream().map(group::partition).collect(Collectors.toSet());
    Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(all);
    Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(all);
    Map<TopicPartition, Long> ends = consumer.endOffsets(all);
    Map<TopicPartition, OffsetAndMetadata> moved = new HashMap<>();
    Map<Integer, Standing> standings = new TreeMap<>();
    for (TopicPartition partition : all) {
      long beginning = beginnings.get(partition);
      long end = ends.get(partition);
      OffsetAndMetadata position = committed.get(partition);
      if (position == null) {
        position = new OffsetAndMetadata(start == StartFrom.EARLIEST ? beginning : end);
        moved.put(partition, position);
      } else if (position.offset() < beginning || position.offset() > end) {
        warnOfLoss(partition, position.offset(), beginning, end);
        position = new OffsetAndMetadata(beginning);
        moved.put(partition, position);
      }

      standings.put(
          partition.partition(), new Standing(position.offset(), arrivalMillis(position), end));
    }

    commitSync(moved);
    return standings;
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
   * @throws IllegalStateException if consumers share the group's partitions among them
   */
  synchronized int commit(List<PositionRange> done) {
    Set<TopicPartition> partitions =
        done.stream().map(range -> group.partition(range.partition())).collect(Collectors.toSet());
    Map<TopicPartition, OffsetAndMetadata> before = consumer.committed(partitions);
    Map<TopicPartition, OffsetAndMetadata> after = new HashMap<>();
    int leftOut = 0;
    for (PositionRange range : done) {
      TopicPartition partition = group.partition(range.partition());
      OffsetAndMetadata position = after.getOrDefault(partition, before.get(partition));
      long offset = position == null ? 0 : position.offset();
      if (range.from() > offset) {
        LOG.warn(
            "{} from {} is done, but the position is {}: it will be read again",
            partition,
            range.from(),
            offset);
        leftOut++;
      } else if (range.until() > offset) {
        after.put(
            partition, new OffsetAndMetadata(range.until(), Long.toString(range.arrivalMillis())));
      }
    }

    commitSync(after);
    return leftOut;
  }

  private void commitSync(Map<TopicPartition, OffsetAndMetadata> positions) {
    if (positions.isEmpty()) {
      return;
    }

    try {
      consumer.commitSync(positions);
    } catch (CommitFailedException e) {
      throw new IllegalStateException(
          "Consumer group "
              + group.name()
              + " has members that share its partitions, so no position can be committed: choose"
              + " another --group",
          e);
    }
  }

  private static long arrivalMillis(OffsetAndMetadata position) {
    String metadata = position.metadata();
    try {
      return metadata.isEmpty() ? 0 : Long.parseLong(metadata);
    } catch (NumberFormatException e) {
      LOG.debug("A position that somebody else committed: {}", position);
      return 0;
    }
  }

  private static void warnOfLoss(
      TopicPartition partition, long position, long beginning, long end) {
    if (position > end) {
      LOG.error(
          "{} ends at {}, before the position {}: the topic was made again, and is read from its"
              + " beginning",
          partition,
          end,
          position);
    } else {
      DeletedRecords.report(partition, position, beginning);
    }
  }
}
