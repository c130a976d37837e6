package io.pfss.runners.faults;

import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** How many records of its topics a consumer group has not committed. */
final class ConsumerLag implements AutoCloseable {
  private final Admin admin;
  private final String group;

  ConsumerLag(String bootstrapServers, String group) {
    this.admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
    this.group = group;
  }

  /** The records behind what is committed, of all partitions that have a commit. */
  long records() throws InterruptedException, ExecutionException {
    Map<TopicPartition, OffsetAndMetadata> committed =
        admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
    Map<TopicPartition, ListOffsetsResultInfo> ends =
        admin
            .listOffsets(
                committed.keySet().stream()
                    .collect(Collectors.toMap(each -> each, each -> OffsetSpec.latest())))
            .all()
            .get();
    return committed.entrySet().stream()
        .mapToLong(each -> ends.get(each.getKey()).offset() - each.getValue().offset())
        .sum();
  }

  @Override
  public void close() {
    admin.close();
  }
}
