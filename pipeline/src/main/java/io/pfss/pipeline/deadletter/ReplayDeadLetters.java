// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.deadletter;

import io.pfss.pipeline.element.SourceOffset;
import io.pfss.pipeline.influx.InfluxLines;
import io.pfss.pipeline.kafka.HeatTopics;
import io.pfss.pipeline.kafka.KafkaUnavailableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends dead letters to the topic they came from, each once: one Kafka transaction contains the
 * record and the note that it was replayed. A replay that starts while another runs fences the
 * other.
 *
 * <p>Points that InfluxDB refused are written to InfluxDB, where a duplicate changes nothing.
 * Points older than the retention policy and cut values are not sent. A record that is too large
 * for its topic does not stop the replay.
 */
public final class ReplayDeadLetters {
  /** Header of a replayed record: partition and offset of the dead letter. */
  public static final String REPLAYED_FROM = "replayed_from";

  private static final Logger LOG = LoggerFactory.getLogger(ReplayDeadLetters.class);
  private static final int BATCH = 500;
  private static final int BATCH_BYTES = HeatTopics.LARGEST_UNCOMPRESSED_BYTES;

  private final DeadLetterTopic topic;
  private final LineSink influx;
  private final Map<Outcome, Long> counts = new EnumMap<>(Outcome.class);
  private int dueBytes;

  /**
   * Creates a replay of the dead letters of a topic.
   *
   * @param influx writes the points that InfluxDB refused
   */
  public ReplayDeadLetters(DeadLetterTopic topic, LineSink influx) {
    this.topic = topic;
    this.influx = influx;
  }

  /**
   * Replays the chosen dead letters that were not replayed before.
   *
   * @return the number of dead letters per outcome
   * @throws IOException if InfluxDB is unavailable or refuses the user
   * @throws KafkaUnavailableException if Kafka is unavailable or refuses the request
   * @throws IllegalStateException if another replay has started meanwhile
   */
  public Map<Outcome, Long> run(Predicate<DeadLetterRecord> chosen) throws IOException {
    return sendAll(inTopic(chosen));
  }

  /**
   * Sends mended dead letters in place of those in the topic, unless they were replayed before.
   *
   * @return as {@link #run(Predicate)}
   * @throws IOException as {@link #run(Predicate)}
   * @throws KafkaUnavailableException if Kafka is unavailable or refuses the request
   * @throws IllegalStateException if another replay has started meanwhile
   */
  public Map<Outcome, Long> send(List<DeadLetterRecord> mended) throws IOException {
    return sendAll(mended::forEach);
  }

  private Map<Outcome, Long> sendAll(Consumer<Consumer<DeadLetterRecord>> deadLetters)
      throws IOException {
    begin(EnumSet.allOf(Outcome.class));
    try (Producer<byte[], byte[]> producer = producer()) {
      // Fences another replay: from here its transactions are final, committed or aborted.
      producer.initTransactions();
      List<DeadLetterRecord> due = new ArrayList<>(BATCH);
      read(
          deadLetters,
          deadLetter -> {
            due.add(deadLetter);
            dueBytes += deadLetter.value().length;
            if (due.size() == BATCH || dueBytes >= BATCH_BYTES) {
              send(producer, due);
              due.clear();
              dueBytes = 0;
            }
          });
      send(producer, due);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } catch (ProducerFencedException e) {
      throw new IllegalStateException("Another replay has started and stopped this one", e);
    } catch (KafkaException e) {
      throw new KafkaUnavailableException(topic.cluster(), List.of(topic.name()), e);
    }

    return counts;
  }

  /**
   * Counts the outcomes of {@link #run}, except those that only InfluxDB or Kafka can decide.
   *
   * @throws KafkaUnavailableException if Kafka is unavailable or refuses the request
   */
  public Map<Outcome, Long> dryRun(Predicate<DeadLetterRecord> chosen) {
    begin(EnumSet.complementOf(EnumSet.of(Outcome.REFUSED, Outcome.TOO_LARGE)));
    read(
        inTopic(chosen),
        deadLetter -> add(deadLetter.hasTarget() ? Outcome.SENT : Outcome.LEFT, 1));
    return counts;
  }

  private void begin(Set<Outcome> outcomes) {
    counts.clear();
    outcomes.forEach(outcome -> counts.put(outcome, 0L));
  }

  private void add(Outcome outcome, long deadLetters) {
    counts.merge(outcome, deadLetters, Long::sum);
  }

  private Consumer<Consumer<DeadLetterRecord>> inTopic(Predicate<DeadLetterRecord> chosen) {
    return sink ->
        topic.read(
            deadLetter -> {
              if (chosen.test(deadLetter)) {
                sink.accept(deadLetter);
              }
            });
  }

  /** Passes the dead letters to send to {@code due}, and counts the others. */
  private void read(
      Consumer<Consumer<DeadLetterRecord>> deadLetters, Consumer<DeadLetterRecord> due) {
    Set<SourceOffset> replayed = topic.replayed();
    deadLetters.accept(
        deadLetter -> {
          if (deadLetter.isExpired()) {
            add(Outcome.EXPIRED, 1);
          } else if (replayed.contains(deadLetter.place())) {
            add(Outcome.BEFORE, 1);
          } else if (deadLetter.isCut()) {
            add(Outcome.CUT, 1);
          } else {
            due.accept(deadLetter);
          }
        });
  }

  private void send(Producer<byte[], byte[]> producer, List<DeadLetterRecord> deadLetters) {
    Set<SourceOffset> again = new HashSet<>();
    Set<SourceOffset> tooLate = new HashSet<>();
    try {
      // Before the transaction: after a failure in between, the points are written again.
      influx.write(
          deadLetters.stream().filter(DeadLetterRecord::isLine).toList(),
          (deadLetter, why) -> {
            LOG.warn(
                "InfluxDB refused a dead letter again offset={} error={}", deadLetter.place(), why);
            (InfluxLines.isExpiry(why) ? tooLate : again).add(deadLetter.place());
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }

    add(Outcome.REFUSED, again.size());
    add(Outcome.EXPIRED, tooLate.size());
    add(Outcome.LEFT, deadLetters.stream().filter(deadLetter -> !deadLetter.hasTarget()).count());
    List<DeadLetterRecord> due =
        deadLetters.stream()
            .filter(deadLetter -> deadLetter.hasTarget() && !again.contains(deadLetter.place()))
            .toList();
    long oversized = transact(producer, due);
    add(Outcome.TOO_LARGE, oversized);
    add(Outcome.SENT, due.size() - oversized - tooLate.size());
  }

  /**
   * Sends dead letters and their notes in one transaction; in several, if a record is too large for
   * its topic.
   *
   * @return the number of records that are too large
   */
  private long transact(Producer<byte[], byte[]> producer, List<DeadLetterRecord> deadLetters) {
    AtomicBoolean isTooLarge = new AtomicBoolean();
    producer.beginTransaction();
    try {
      for (DeadLetterRecord deadLetter : deadLetters) {
        send(producer, deadLetter, isTooLarge);
      }

      producer.flush();
      producer.commitTransaction();
      return 0;
    } catch (KafkaException e) {
      // A later record may fail before the callback of the record that caused the error.
      producer.flush();
      if (!isTooLarge.get()) {
        throw e;
      }

      producer.abortTransaction();
    }

    if (deadLetters.size() == 1) {
      LOG.warn("Dead letter too large for its topic offset={}", deadLetters.get(0).place());
      return 1;
    }

    // Kafka fails all records of the transaction with the same error: bisect to find the cause.
    int half = deadLetters.size() / 2;
    return transact(producer, deadLetters.subList(0, half))
        + transact(producer, deadLetters.subList(half, deadLetters.size()));
  }

  private void send(
      Producer<byte[], byte[]> producer, DeadLetterRecord deadLetter, AtomicBoolean isTooLarge) {
    byte[] place = DeadLetterTopic.key(deadLetter.place());
    if (!deadLetter.isLine()) {
      ProducerRecord<byte[], byte[]> record =
          new ProducerRecord<>(deadLetter.sourceTopic(), deadLetter.key(), deadLetter.value());
      record.headers().add(REPLAYED_FROM, place);
      Future<RecordMetadata> unused =
          producer.send(
              record,
              (metadata, problem) -> {
                if (problem instanceof RecordTooLargeException
                    || problem instanceof RecordBatchTooLargeException) {
                  isTooLarge.set(true);
                }
              });
    }

    // Any other failure, and one of this record, fails the commit of the transaction.
    Future<RecordMetadata> unused =
        producer.send(new ProducerRecord<>(topic.logName(), place, new byte[0]));
  }

  private Producer<byte[], byte[]> producer() {
    Map<String, Object> config = new HashMap<>();
    config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "pfss-replay-" + topic.name());
    config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, HeatTopics.LARGEST_UNCOMPRESSED_BYTES);
    // The strongest compression: the record must fit in its topic again.
    config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "zstd");
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 30_000);
    return new KafkaProducer<>(
        topic.cluster().clientConfig(config), new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** The outcome of a dead letter in a replay. */
  public enum Outcome {
    /** Sent. */
    SENT("sent"),
    /** Sent by an earlier replay. */
    BEFORE("before"),
    /** Not sent: its origin is unknown. */
    LEFT("left"),
    /** Refused by InfluxDB again; a later replay retries it. */
    REFUSED("refused"),
    /** Not sent: older than the retention policy of InfluxDB. */
    EXPIRED("expired"),
    /** Not sent: its value is cut. */
    CUT("cut"),
    /** Too large for the topic that it came from; a later replay retries it. */
    TOO_LARGE("tooLarge");

    private final String key;

    Outcome(String key) {
      this.key = key;
    }

    /** Returns the name in JSON output. */
    public String key() {
      return key;
    }
  }

  /** Writes points in InfluxDB's line protocol. */
  @FunctionalInterface
  public interface LineSink {
    /**
     * Writes points.
     *
     * @param refused receives each point that InfluxDB refuses permanently, and the reason
     * @throws IOException if the points cannot be written now
     */
    void write(List<DeadLetterRecord> lines, BiConsumer<DeadLetterRecord, String> refused)
        throws IOException;
  }
}
