package io.pfss.pipeline.deadletter;

import io.pfss.pipeline.KafkaPosition;
import io.pfss.pipeline.kafka.HeatTopics;
import io.pfss.pipeline.kafka.KafkaCluster;
import io.pfss.pipeline.kafka.TopicScan;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A topic of dead letters, and beside it the one that says which of them were replayed: {@code
 * <topic>_replayed}, of the same retention.
 *
 * @param cluster that has it
 * @param name of the topic
 */
public record DeadLetterTopic(KafkaCluster cluster, String name) {
  private static final int LOG_PARTITIONS = 1;

  public DeadLetterTopic {
    Objects.requireNonNull(cluster, "cluster");
    Objects.requireNonNull(name, "name");
  }

  /**
   * Hands on all letters that are there now.
   *
   * @throws io.pfss.pipeline.kafka.KafkaUnavailableException if Kafka does not answer or refuses
   */
  public void read(Consumer<StoredLetter> sink) {
    TopicScan.read(cluster, name, record -> sink.accept(StoredLetter.of(record)));
  }

  /**
   * Which letters were replayed.
   *
   * @throws io.pfss.pipeline.kafka.KafkaUnavailableException if Kafka does not answer or refuses
   */
  public Set<KafkaPosition> replayed() {
    HeatTopics.createAbsent(
        cluster, List.of(logName()), LOG_PARTITIONS, HeatTopics.replicationOf(cluster, name));
    Set<KafkaPosition> places = new HashSet<>();
    TopicScan.read(cluster, logName(), record -> places.add(place(record.key())));
    return places;
  }

  String logName() {
    return name + "_replayed";
  }

  static byte[] key(KafkaPosition place) {
    return (place.partition() + "/" + place.offset()).getBytes(StandardCharsets.US_ASCII);
  }

  private static KafkaPosition place(byte[] key) {
    String[] parts = new String(key, StandardCharsets.US_ASCII).split("/");
    return new KafkaPosition(Integer.parseInt(parts[0]), Long.parseLong(parts[1]));
  }
}
