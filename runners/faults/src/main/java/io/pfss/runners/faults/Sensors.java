package io.pfss.runners.faults;

import io.pfss.models.reading.HeatJson;
import io.pfss.models.reading.HeatReading;
import io.pfss.models.reading.Measure;
import io.pfss.pipeline.element.SourceOffset;
import io.pfss.pipeline.kafka.HeatTopics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Sends numbered readings at a rate, and a malformed record after every hundredth, whatever the
 * brokers do: no two readings have the same sensor and time. Knows what Kafka acknowledged.
 */
final class Sensors implements AutoCloseable {
  /** How many sensors one trial has; their numbers begin at its {@code first}. */
  static final int COUNT = 100;

  private static final int MALFORMED_EVERY = 100;
  private static final Duration TIMEOUT = Duration.ofMinutes(5);

  private final Producer<byte[], byte[]> producer;
  private final String topic;
  private final long firstSensor;
  private final int rate;
  private final Consumer<SentRecord> sent;
  private final AtomicLong valid = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private final Thread thread = new Thread(this::run, "sensors");
  private volatile boolean stopped;
  private volatile long aheadMillis;

  /**
   * Sensors that are silent yet.
   *
   * @param firstSensor the number of the first
   * @param rate of readings, a s
   * @param sent is given each record that Kafka has acknowledged, one at a time
   */
  Sensors(
      String bootstrapServers,
      String topic,
      long firstSensor,
      int rate,
      Consumer<SentRecord> sent) {
    this.sent = sent;
    this.topic = topic;
    this.firstSensor = firstSensor;
    this.rate = rate;
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

  /** Begins. */
  void start() {
    thread.start();
  }

  /** Sets by how much one sensor of all is ahead of the clock from now on; negative: behind. */
  void shiftOneClock(Duration ahead) {
    aheadMillis = ahead.toMillis();
  }

  /** Sends bytes that are no valid reading. */
  void sendInvalid(byte[] bytes) {
    send(0, 0, bytes, false);
  }

  /** How many valid readings Kafka has acknowledged by now. */
  long valid() {
    return valid.get();
  }

  /** How many records Kafka refused: they were never sent, as far as anybody knows. */
  long refused() {
    return refused.get();
  }

  /** Ends, when all is acknowledged. */
  void stop() throws InterruptedException {
    stopped = true;
    thread.join();
    producer.flush();
  }

  @Override
  public void close() {
    stopped = true;
    producer.close(Duration.ZERO);
  }

  private void run() {
    long startNanos = System.nanoTime();
    long startMillis = System.currentTimeMillis();
    for (long number = 0; !stopped; number++) {
      long due = startNanos + number * TimeUnit.SECONDS.toNanos(1) / rate;
      while (System.nanoTime() < due && !stopped) {
        LockSupport.parkNanos(due - System.nanoTime());
      }

      int sensor = (int) (number % COUNT);
      long timeMillis =
          startMillis
              + number * TimeUnit.SECONDS.toMillis(1) / rate
              + (sensor == 0 ? aheadMillis : 0);
      HeatReading reading = reading(number, firstSensor + sensor, timeMillis);
      boolean isValid = aheadMillis <= TimeUnit.DAYS.toMillis(1) || sensor != 0;
      send(reading.sensorId(), timeMillis, HeatJson.write(reading), isValid);
      if (number % MALFORMED_EVERY == 0) {
        send(0, 0, ("{\"sensor_id\":" + number).getBytes(StandardCharsets.UTF_8), false);
      }
    }
  }

  private void send(long sensorId, long timeMillis, byte[] value, boolean isValid) {
    byte[] key = Long.toString(sensorId).getBytes(StandardCharsets.UTF_8);
    producer.send(
        new ProducerRecord<>(topic, key, value),
        (metadata, failure) -> {
          if (failure != null) {
            refused.incrementAndGet();
            return;
          }

          sent.accept(
              new SentRecord(
                  new SourceOffset(metadata.partition(), metadata.offset()),
                  sensorId,
                  timeMillis,
                  isValid ? Optional.empty() : Optional.of(value)));
          if (isValid) {
            valid.incrementAndGet();
          }
        });
  }

  private static HeatReading reading(long number, long sensorId, long timeMillis) {
    HeatReading.Builder reading = HeatReading.builder(sensorId, timeMillis);
    for (Measure measure : Measure.ALL) {
      reading.set(measure, (number % 97 + 1) * (measure.ordinal() + 1) / 3.0);
    }

    return reading.set(Measure.ENERGY_TOTAL, number).build();
  }
}
