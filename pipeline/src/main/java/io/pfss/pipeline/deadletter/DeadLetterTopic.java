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
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A topic of dead letters, and beside it the one that says which of them were replayed: {@code
 * <topic>_replayed}, of the same retention.
 *
 * @param cluster that has it
 * @param name of the topic
 */
public record DeadLetterTopic(KafkaCluster cluster, String name) {
  private static final int LOG_PARTITIONS = 1;
  private static final Pattern PLACE = Pattern.compile("(\\d{1,9})/(\\d{1,18})");

  public DeadLetterTopic {
    Objects.requireNonNull(cluster, "cluster");
    Objects.requireNonNull(name, "name");
  }

  /**
   * Hands on all dead letters that are there now.
   *
   * @throws io.pfss.pipeline.kafka.KafkaUnavailableException if Kafka does not answer or refuses
   */
  public void read(Consumer<DeadLetterRecord> sink) {
    TopicScan.read(cluster, name, record -> sink.accept(DeadLetterRecord.of(record)));
  }

  /**
   * Which dead letters were replayed.
   *
   * @throws io.pfss.pipeline.kafka.KafkaUnavailableException if Kafka does not answer or refuses
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

  /** A dead letter's place in the topic, as users write it: partition and offset, {@code 2/17}. */
  public static String text(SourceOffset place) {
    return place.partition() + "/" + place.offset();
  }

  /** The reverse of {@link #text}; empty if it is no place. */
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

  /** The reverse of {@link #key}; empty if somebody else wrote the key. */
  static Optional<SourceOffset> place(byte[] key) {
    return place(key == null ? "" : new String(key, StandardCharsets.US_ASCII));
  }
}
