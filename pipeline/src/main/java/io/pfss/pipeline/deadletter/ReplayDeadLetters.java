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
 * Sends dead letters where they came from, each once: a dead letter and the note that it was
 * replayed are in one transaction of Kafka's, and a replay that is begun while another runs ends
 * the other.
 *
 * <p>What InfluxDB refused goes to InfluxDB, where a repeat changes nothing. What is older than its
 * retention policy keeps is not sent: it would be refused for ever. Neither is a value that is cut;
 * and what its topic finds too large stops no other.
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
   * Replays dead letters of a topic.
   *
   * @param influx takes the lines that InfluxDB refused
   */
  public ReplayDeadLetters(DeadLetterTopic topic, LineSink influx) {
    this.topic = topic;
    this.influx = influx;
  }

  /**
   * Replays those dead letters that are chosen and were not replayed yet.
   *
   * @return how many have which outcome
   * @throws IOException if InfluxDB is away or refuses the writer
   * @throws KafkaUnavailableException if Kafka does not answer or refuses
   * @throws IllegalStateException if another replay has begun meanwhile
   */
  public Map<Outcome, Long> run(Predicate<DeadLetterRecord> chosen) throws IOException {
    begin(EnumSet.allOf(Outcome.class));
    try (Producer<byte[], byte[]> producer = producer()) {
      // Ends another replay's transaction: what it has sent counts or not, and stays so.
      producer.initTransactions();
      List<DeadLetterRecord> due = new ArrayList<>(BATCH);
      read(
          chosen,
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
      throw new IllegalStateException("Another replay has started, and replaces this one", e);
    } catch (KafkaException e) {
      throw new KafkaUnavailableException(topic.cluster(), List.of(topic.name()), e);
    }

    return counts;
  }

  /**
   * Counts what {@link #run} would do, as far as InfluxDB and the topics need not be asked.
   *
   * @throws KafkaUnavailableException if Kafka does not answer or refuses
   */
  public Map<Outcome, Long> dryRun(Predicate<DeadLetterRecord> chosen) {
    begin(EnumSet.complementOf(EnumSet.of(Outcome.REFUSED, Outcome.TOO_LARGE)));
    read(chosen, deadLetter -> add(deadLetter.hasTarget() ? Outcome.SENT : Outcome.LEFT, 1));
    return counts;
  }

  private void begin(Set<Outcome> outcomes) {
    counts.clear();
    outcomes.forEach(outcome -> counts.put(outcome, 0L));
  }

  private void add(Outcome outcome, long deadLetters) {
    counts.merge(outcome, deadLetters, Long::sum);
  }

  /** Hands on the dead letters that may be sent. */
  private void read(Predicate<DeadLetterRecord> chosen, Consumer<DeadLetterRecord> due) {
    Set<SourceOffset> done = topic.replayed();
    topic.read(
        deadLetter -> {
          if (!chosen.test(deadLetter)) {
            return;
          }

          if (deadLetter.isExpired()) {
            add(Outcome.EXPIRED, 1);
          } else if (done.contains(deadLetter.place())) {
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
      // Before the note: if it fails between the two, the lines are written again.
      influx.write(
          deadLetters.stream().filter(DeadLetterRecord::isLine).toList(),
          (deadLetter, why) -> {
            LOG.warn("InfluxDB refuses dead letter {} again: {}", deadLetter.place(), why);
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
   * Sends dead letters and their notes in one transaction, or, if one of them is too large for its
   * topic, in several.
   *
   * @return how many are too large
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
      // The error may stop a later record before the callback of the one that caused it.
      producer.flush();
      if (!isTooLarge.get()) {
        throw e;
      }

      producer.abortTransaction();
    }

    if (deadLetters.size() == 1) {
      LOG.warn("Dead letter {} is too large for its topic", deadLetters.get(0).place());
      return 1;
    }

    // Which one it is, nobody says: Kafka fails the others of the transaction with the same error.
    int half = deadLetters.size() / 2;
    return transact(producer, deadLetters.subList(0, half))
        + transact(producer, deadLetters.subList(half, deadLetters.size()));
  }

  private void send(
      Producer<byte[], byte[]> producer, DeadLetterRecord deadLetter, AtomicBoolean isTooLarge) {
    byte[] place = DeadLetterTopic.key(deadLetter.place());
    if (!deadLetter.isLine()) {
      ProducerRecord<byte[], byte[]> record =
          new ProducerRecord<>(deadLetter.sourceTopic(), deadLetter.value());
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
    // As well as any sensor may have: the record has to fit in its topic again.
    config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "zstd");
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 30_000);
    return new KafkaProducer<>(
        topic.cluster().clientConfig(config), new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** What comes of a dead letter. */
  public enum Outcome {
    /** It was sent. */
    SENT("sent"),
    /** It had been sent before. */
    BEFORE("before"),
    /** It has no source: nobody knows where to send it. */
    LEFT("left"),
    /** InfluxDB refused it again: it stays to be replayed. */
    REFUSED("refused"),
    /** It is older than InfluxDB keeps: it is not sent, now or later. */
    EXPIRED("expired"),
    /** It has only the beginning of its value: it is not sent. */
    CUT("cut"),
    /** It is too large for the topic that it came from: it stays to be replayed. */
    TOO_LARGE("tooLarge");

    private final String key;

    Outcome(String key) {
      this.key = key;
    }

    /** The name for machines. */
    public String key() {
      return key;
    }
  }

  /** Takes lines of InfluxDB's line protocol. */
  @FunctionalInterface
  public interface LineSink {
    /**
     * Writes lines.
     *
     * @param refused takes each that will never be taken, and why
     * @throws IOException if they cannot be written now
     */
    void write(List<DeadLetterRecord> lines, BiConsumer<DeadLetterRecord, String> refused)
        throws IOException;
  }
}
