package io.pfss.pipeline.deadletter;

import io.pfss.pipeline.KafkaPosition;
import io.pfss.pipeline.influx.InfluxLines;
import io.pfss.pipeline.kafka.HeatTopics;
import io.pfss.pipeline.kafka.KafkaUnavailableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends dead letters where they came from, each once: a letter and the note that it was replayed
 * are in one transaction of Kafka's, and a replay that is begun while another runs ends the other.
 *
 * <p>What InfluxDB refused goes to InfluxDB, where a repeat changes nothing. What is older than its
 * retention policy keeps is not sent: it would be refused for ever.
 */
public final class ReplayDeadLetters {
  /** Header of a replayed record: partition and offset of the letter. */
  public static final String REPLAYED_FROM = "replayed_from";

  private static final Logger LOG = LoggerFactory.getLogger(ReplayDeadLetters.class);
  private static final int BATCH = 500;

  private final DeadLetterTopic topic;
  private final LineSink influx;
  private long sent;
  private long before;
  private long left;
  private long refused;
  private long expired;

  /**
   * Replays letters of a topic.
   *
   * @param influx takes the lines that InfluxDB refused
   */
  public ReplayDeadLetters(DeadLetterTopic topic, LineSink influx) {
    this.topic = topic;
    this.influx = influx;
  }

  /**
   * Replays those letters that are chosen and were not replayed yet.
   *
   * @throws IOException if InfluxDB is away or refuses the writer
   * @throws KafkaUnavailableException if Kafka does not answer or refuses
   * @throws IllegalStateException if another replay has begun meanwhile
   */
  public void run(Predicate<StoredLetter> chosen) throws IOException {
    try (Producer<byte[], byte[]> producer = producer()) {
      // Ends another replay's transaction: what it has sent counts or not, and stays so.
      producer.initTransactions();
      Set<KafkaPosition> done = topic.replayed();
      List<StoredLetter> due = new ArrayList<>(BATCH);
      topic.read(
          letter -> {
            if (!chosen.test(letter)) {
              return;
            }

            if (letter.isExpired()) {
              expired++;
              return;
            }

            if (done.contains(letter.place())) {
              before++;
              return;
            }

            due.add(letter);
            if (due.size() == BATCH) {
              send(producer, due);
              due.clear();
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
  }

  /** How many letters were sent. */
  public long sent() {
    return sent;
  }

  /** How many had been sent before. */
  public long before() {
    return before;
  }

  /** How many nobody knows where to send, as they have no source. */
  public long left() {
    return left;
  }

  /** How many InfluxDB refused again: they stay to be replayed. */
  public long refused() {
    return refused;
  }

  /** How many are older than InfluxDB keeps: they are not sent, now or later. */
  public long expired() {
    return expired;
  }

  private void send(Producer<byte[], byte[]> producer, List<StoredLetter> letters) {
    Set<KafkaPosition> again = new HashSet<>();
    Set<KafkaPosition> tooLate = new HashSet<>();
    try {
      // Before the note: if it fails between the two, the lines are written again.
      influx.write(
          letters.stream().filter(StoredLetter::isLine).toList(),
          (letter, why) -> {
            LOG.warn("InfluxDB refuses dead letter {} again: {}", letter.place(), why);
            (InfluxLines.isExpiry(why) ? tooLate : again).add(letter.place());
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }

    refused += again.size();
    expired += tooLate.size();
    long count = 0;
    producer.beginTransaction();
    for (StoredLetter letter : letters) {
      if (again.contains(letter.place())) {
        continue;
      }

      if (!letter.hasTarget()) {
        left++;
        continue;
      }

      byte[] place = DeadLetterTopic.key(letter.place());
      if (!letter.isLine()) {
        ProducerRecord<byte[], byte[]> record =
            new ProducerRecord<>(letter.sourceTopic(), letter.value());
        record.headers().add(REPLAYED_FROM, place);
        producer.send(record);
      }

      producer.send(new ProducerRecord<>(topic.logName(), place, new byte[0]));
      if (!tooLate.contains(letter.place())) {
        count++;
      }
    }

    producer.commitTransaction();
    sent += count;
  }

  private Producer<byte[], byte[]> producer() {
    Map<String, Object> config = new HashMap<>();
    config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "pfss-replay-" + topic.name());
    config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, HeatTopics.LARGEST_RECORD_BYTES);
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 30_000);
    return new KafkaProducer<>(
        topic.cluster().clientConfig(config), new ByteArraySerializer(), new ByteArraySerializer());
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
    void write(List<StoredLetter> lines, BiConsumer<StoredLetter, String> refused)
        throws IOException;
  }
}
