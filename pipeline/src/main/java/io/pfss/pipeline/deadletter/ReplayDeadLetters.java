package io.pfss.pipeline.deadletter;

import io.pfss.pipeline.KafkaPosition;
import io.pfss.pipeline.kafka.KafkaUnavailableException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Sends dead letters where they came from, each once: a letter and the note that it was replayed
 * are in one transaction of Kafka's, and a replay that is begun while another runs ends the other.
 *
 * <p>What InfluxDB refused goes to InfluxDB, where a repeat changes nothing.
 */
public final class ReplayDeadLetters {
  /** Header of a replayed record: partition and offset of the letter. */
  public static final String REPLAYED_FROM = "replayed_from";

  private static final int BATCH = 500;
  private static final int LARGEST_BYTES = 16 << 20;

  private final DeadLetterTopic topic;
  private final LineSink influx;
  private long sent;
  private long before;
  private long left;

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
   * @throws IOException if InfluxDB does not take a line
   * @throws KafkaUnavailableException if Kafka does not answer or refuses
   * @throws IllegalStateException if another replay has begun meanwhile
   */
  public void run(Predicate<StoredLetter> chosen) throws IOException {
    try (Producer<byte[], byte[]> producer = producer()) {
      // Ends another replay's transaction: what it has sent counts or not, and stays so.
      producer.initTransactions();
      Set<KafkaPosition> done = topic.replayed();
      List<StoredLetter> letters = new ArrayList<>();
      topic.read(
          letter -> {
            if (chosen.test(letter)) {
              letters.add(letter);
            }
          });
      List<StoredLetter> due =
          letters.stream().filter(letter -> !done.contains(letter.place())).toList();
      before = letters.size() - due.size();
      for (int from = 0; from < due.size(); from += BATCH) {
        send(producer, due.subList(from, Math.min(from + BATCH, due.size())));
      }
    } catch (ProducerFencedException e) {
      throw new IllegalStateException("Another replay has begun, and goes on with the letters", e);
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

  private void send(Producer<byte[], byte[]> producer, List<StoredLetter> letters)
      throws IOException {
    List<StoredLetter> lines = letters.stream().filter(StoredLetter::isLine).toList();
    // Before the note: if it fails between the two, the lines are written again.
    influx.write(lines);
    long count = 0;
    producer.beginTransaction();
    for (StoredLetter letter : letters) {
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
      count++;
    }

    producer.commitTransaction();
    sent += count;
  }

  private Producer<byte[], byte[]> producer() {
    Map<String, Object> config = new HashMap<>();
    config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "pfss-replay-" + topic.name());
    config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, LARGEST_BYTES);
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
     * @throws IOException if one is not taken
     */
    void write(List<StoredLetter> lines) throws IOException;
  }
}
