// SPDX-License-Identifier: Apache-2.0
package io.pfss.trials.e2e;

import io.pfss.models.reading.HeatJson;
import io.pfss.models.reading.HeatReading;
import io.pfss.models.reading.Measure;
import io.pfss.pipeline.element.SourceOffset;
import io.pfss.pipeline.kafka.HeatTopics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Sends numbered readings, and a malformed record after every hundredth, through failures of
 * brokers. Each reading has its number in {@code energy_total}. Reports the records that Kafka
 * acknowledged.
 */
public final class ReadingSender implements AutoCloseable {
  /** The number of sensors; consecutive readings are of different sensors. */
  public static final int SENSORS = 100;

  private static final int MALFORMED_EVERY = 100;
  private static final Duration TIMEOUT = Duration.ofMinutes(5);

  /** PFSS rejects readings that are further ahead of its clock. */
  private static final Duration MAX_AHEAD = Duration.ofDays(1);

  private final String topic;
  private final long firstSensor;
  private final Consumer<SentRecord> sent;
  private final Producer<byte[], byte[]> producer;
  private final AtomicLong valid = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();

  /**
   * Creates a sender.
   *
   * @param firstSensor the id of the first sensor
   * @param sent receives each record that Kafka has acknowledged, one at a time
   */
  public ReadingSender(
      String bootstrapServers, String topic, long firstSensor, Consumer<SentRecord> sent) {
    this.topic = topic;
    this.firstSensor = firstSensor;
    this.sent = sent;
    this.producer =
        new KafkaProducer<>(
            Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ProducerConfig.LINGER_MS_CONFIG,
                20,
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                (int) TIMEOUT.toMillis(),
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                TIMEOUT.toMillis(),
                ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                HeatTopics.LARGEST_RECORD_BYTES,
                ProducerConfig.BUFFER_MEMORY_CONFIG,
                256L << 20),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  /**
   * Sends a reading, and a malformed record after it if its number is a multiple of a hundred.
   *
   * @param timeMillis its event time in ms since the epoch; a day or more ahead of the clock makes
   *     it invalid
   */
  public void send(long number, long timeMillis) {
    HeatReading reading = reading(number, timeMillis);
    byte[] value = HeatJson.write(reading);
    boolean isValid = timeMillis - System.currentTimeMillis() < MAX_AHEAD.toMillis();
    send(reading.sensorId(), value, Optional.of(reading).filter(any -> isValid));
    if (number % MALFORMED_EVERY == 0) {
      send(reading.sensorId(), malformed(number / MALFORMED_EVERY, value), Optional.empty());
    }
  }

  /** Sends bytes that are not a valid reading. */
  public void sendInvalid(byte[] bytes) {
    send(0, bytes, Optional.empty());
  }

  /** Returns the number of valid readings that Kafka has acknowledged. */
  public long valid() {
    return valid.get();
  }

  /** Returns the number of records that Kafka has rejected; they do not count as sent. */
  public long refused() {
    return refused.get();
  }

  /** Waits until Kafka has acknowledged or rejected all records. */
  public void flush() {
    producer.flush();
  }

  @Override
  public void close() {
    producer.close(Duration.ZERO);
  }

  private void send(long sensorId, byte[] value, Optional<HeatReading> reading) {
    byte[] key = Long.toString(sensorId).getBytes(StandardCharsets.UTF_8);
    Future<RecordMetadata> unused =
        producer.send(
            new ProducerRecord<>(topic, key, value),
            (metadata, failure) -> {
              if (failure != null) {
                refused.incrementAndGet();
                return;
              }

              sent.accept(
                  new SentRecord(
                      new SourceOffset(metadata.partition(), metadata.offset()), value, reading));
              reading.ifPresent(any -> valid.incrementAndGet());
            });
  }

  private HeatReading reading(long number, long timeMillis) {
    HeatReading.Builder reading = HeatReading.builder(firstSensor + number % SENSORS, timeMillis);
    for (Measure measure : Measure.ALL) {
      // Some readings lack a measure that scores do not need.
      if (number % 7 != 0 || measure != Measure.FREQUENCY) {
        reading.set(measure, (number % 97 + 1) * (measure.ordinal() + 1) / 3.0);
      }
    }

    return reading.set(Measure.ENERGY_TOTAL, (double) number).build();
  }

  /** Returns one of ten kinds of malformed records. */
  private static byte[] malformed(long number, byte[] valid) {
    String text = new String(valid, StandardCharsets.UTF_8);
    if (number % 10 == 0) {
      return new byte[] {(byte) 0xc3, 0x28, (byte) number};
    }

    String malformed =
        switch ((int) (number % 10)) {
          case 1 -> text.substring(0, text.length() / 2);
          case 2 -> "[]";
          case 3 -> text.replace("\"sensor_id\"", "\"sensor\"");
          case 4 -> text.replace("\"timestamp\"", "\"time\"");
          case 5 -> text.replace("\"온도\":", "\"온도\":\"hot\",\"x\":");
          case 6 -> text.replace("\"온도\":", "\"온도\":NaN,\"x\":");
          case 7 -> text.replace("\"온도\":", "\"온도\":1e999,\"x\":");
          case 8 -> text + text;
          default -> "{\"sensor_id\":1,\"timestamp\":253402300799,\"온도\":1}";
        };
    return malformed.getBytes(StandardCharsets.UTF_8);
  }
}
