// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.deadletter;

import io.pfss.pipeline.element.SourceOffset;
import io.pfss.pipeline.kafka.HeatTopics;
import io.pfss.pipeline.kafka.KafkaCluster;
import io.pfss.pipeline.kafka.TopicScan;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A dead-letter topic. A second topic, {@code <topic>_replayed}, records which dead letters were
 * replayed.
 *
 * @param cluster the cluster of the topic
 * @param name the topic name
 */
public record DeadLetterTopic(KafkaCluster cluster, String name) {
  private static final int LOG_PARTITIONS = 1;
  private static final Pattern PLACE = Pattern.compile("(\\d{1,9})/(\\d{1,18})");

  public DeadLetterTopic {
    Objects.requireNonNull(cluster, "cluster");
    Objects.requireNonNull(name, "name");
  }

  /**
   * Passes all dead letters that the topic has now to {@code sink}.
   *
   * @throws io.pfss.pipeline.kafka.KafkaUnavailableException if Kafka is unavailable or refuses the
   *     request
   */
  public void read(Consumer<DeadLetterRecord> sink) {
    TopicScan.read(cluster, name, record -> sink.accept(DeadLetterRecord.of(record)));
  }

  /**
   * Returns the record of a dead letter; empty if the topic does not have it.
   *
   * @throws io.pfss.pipeline.kafka.KafkaUnavailableException if Kafka is unavailable or refuses the
   *     request
   */
  public Optional<ConsumerRecord<byte[], byte[]>> find(SourceOffset place) {
    AtomicReference<ConsumerRecord<byte[], byte[]>> found = new AtomicReference<>();
    TopicScan.read(
        cluster,
        name,
        record -> {
          if (record.partition() == place.partition() && record.offset() == place.offset()) {
            found.set(record);
          }
        });
    return Optional.ofNullable(found.get());
  }

  /**
   * Returns the dead letters that were replayed.
   *
   * @throws io.pfss.pipeline.kafka.KafkaUnavailableException if Kafka is unavailable or refuses the
   *     request
   */
  public Set<SourceOffset> replayed() {
    HeatTopics.createAbsent(
        cluster, List.of(logName()), LOG_PARTITIONS, HeatTopics.replicationOf(cluster, name));
    Set<SourceOffset> places = new HashSet<>();
    TopicScan.read(cluster, logName(), record -> place(record.key()).ifPresent(places::add));
    return places;
  }

  String logName() {
    return name + "_replayed";
  }

  /** Returns the partition and offset of a dead letter as users write it, {@code 2/17}. */
  public static String text(SourceOffset place) {
    return place.partition() + "/" + place.offset();
  }

  /** Parses a {@link #text}; empty if it has another form. */
  public static Optional<SourceOffset> place(String text) {
    Matcher place = PLACE.matcher(text);
    return place.matches()
        ? Optional.of(
            new SourceOffset(Integer.parseInt(place.group(1)), Long.parseLong(place.group(2))))
        : Optional.empty();
  }

  static byte[] key(SourceOffset place) {
    return text(place).getBytes(StandardCharsets.US_ASCII);
  }

  /** Parses a {@link #key}; empty if another program wrote it. */
  static Optional<SourceOffset> place(byte[] key) {
    return place(key == null ? "" : new String(key, StandardCharsets.US_ASCII));
  }
}
