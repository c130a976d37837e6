// SPDX-License-Identifier: Apache-2.0
package io.pfss.simulator.send;

import io.pfss.models.reading.HeatReading;
import io.pfss.models.text.Message;
import io.pfss.simulator.faults.Fault;
import io.pfss.simulator.faults.FaultInjector;
import io.pfss.simulator.faults.Sent;
import io.pfss.simulator.generate.ReadingGenerator;
import io.pfss.simulator.generate.ReadingSource;
import io.pfss.simulator.replay.ReplayFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Virtual sensors that send readings to Kafka from one thread, each at its own phase. The key of a
 * record is the sensor.
 *
 * <pre>{@code
 * try (Simulator sensors = Simulator.to(kafkaConfig, settings)) {
 *   sensors.start();
 *   // …
 * }
 * }</pre>
 */
public final class Simulator implements AutoCloseable {
  private static final long LONGEST_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final long SHORTEST_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private final Producer<byte[], byte[]> producer;
  private final SimulatorSettings settings;
  private final List<ReadingSource> sources;
  private final Pace pace;
  private final FaultInjector faults;
  private final long[] lastTimeMillis;
  private final Thread thread = new Thread(this::run, "pfss-simulator");
  private final CountDownLatch ended = new CountDownLatch(1);
  private final AtomicLong records = new AtomicLong();
  private final Map<Fault, Long> faulty = new ConcurrentSkipListMap<>();
  private final AtomicReference<Exception> failure = new AtomicReference<>();
  private volatile boolean stopping;

  Simulator(
      Producer<byte[], byte[]> producer, SimulatorSettings settings, List<ReadingSource> sources) {
    this.producer = producer;
    this.settings = settings;
    this.sources = sources;
    this.pace = settings.pace(sources.size());
    this.faults = new FaultInjector(settings.faults(), settings.seed());
    this.lastTimeMillis = new long[sources.size()];
    thread.setDaemon(true);
  }

  /**
   * Checks the settings without connecting to Kafka.
   *
   * @throws IllegalArgumentException if a setting is impossible
   * @throws IOException if the files to replay cannot be read
   */
  public static void check(SimulatorSettings settings) throws IOException {
    settings.pace(sources(settings).size());
  }

  /**
   * Creates sensors that send to a Kafka cluster once {@link #start} is called.
   *
   * @param kafkaConfig the settings of a Kafka client: addresses, TLS, SASL
   * @throws KafkaRefusedException if Kafka refuses the user, or its certificate is not trusted
   * @throws IOException if the files to replay cannot be read, or Kafka has no such topic
   */
  public static Simulator to(Map<String, Object> kafkaConfig, SimulatorSettings settings)
      throws IOException {
    Map<String, Object> config = new HashMap<>(kafkaConfig);
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    config.put(ProducerConfig.LINGER_MS_CONFIG, 20);
    config.put(ProducerConfig.BATCH_SIZE_CONFIG, 128 * 1024);
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 20_000);
    List<ReadingSource> sources = sources(settings);
    settings.pace(sources.size());
    Producer<byte[], byte[]> producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    try {
      producer.partitionsFor(settings.topic());
    } catch (KafkaException e) {
      producer.close();
      Object servers = config.get(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG);
      Optional<KafkaRefusedException> refusal = KafkaRefusedException.of(servers, e);
      if (refusal.isPresent()) {
        throw refusal.get();
      }

      throw new IOException(
          Message.of(
              "Kafka at %s has no topic %s (%s). The pipeline creates it when it starts.",
              servers, settings.topic(), e.getMessage()),
          e);
    }

    return new Simulator(producer, settings, sources);
  }

  /** Starts sending. */
  public void start() {
    thread.start();
  }

  /** Returns the counts of the records sent so far. */
  public SentCounts sent() {
    Map<Fault, Long> byFault = new TreeMap<>(faulty);
    long invalid =
        byFault.entrySet().stream()
            .filter(fault -> !fault.getKey().isValid())
            .mapToLong(Map.Entry::getValue)
            .sum();
    long all = records.get();
    return new SentCounts(all, all - invalid, byFault);
  }

  /**
   * Waits until the sensors have sent all readings.
   *
   * @throws IOException if sending failed
   */
  public void await() throws IOException, InterruptedException {
    ended.await();
    if (failure.get() != null) {
      throw new IOException(
          "The sensors cannot send: " + failure.get().getMessage(), failure.get());
    }
  }

  /**
   * Stops the sensors. When this method returns, all sent records are in Kafka.
   *
   * @return the counts of the sent records
   * @throws IOException if sending failed
   */
  public SentCounts stop() throws IOException, InterruptedException {
    stopping = true;
    LockSupport.unpark(thread);
    if (thread.isAlive()) {
      await();
    }

    return sent();
  }

  @Override
  public void close() throws IOException {
    try {
      stop();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      producer.close();
      for (ReadingSource source : sources) {
        source.close();
      }
    }
  }

  private static List<ReadingSource> sources(SimulatorSettings settings) throws IOException {
    if (settings.replay().isPresent()) {
      return ReplayFiles.open(settings.replay().get());
    }

    List<ReadingSource> generators = new ArrayList<>();
    for (int sensor = 1; sensor <= settings.sensors(); sensor++) {
      generators.add(new ReadingGenerator(settings.seed(), sensor, settings.regimes()));
    }

    return generators;
  }

  private void run() {
    try {
      sendAll();
      faults.release().forEach(this::send);
      producer.flush();
    } catch (IOException | RuntimeException e) {
      failure.compareAndSet(null, e);
    } finally {
      ended.countDown();
    }
  }

  private void sendAll() throws IOException {
    long startNanos = System.nanoTime();
    long startMillis = System.currentTimeMillis();
    for (long number = 0; settings.count() == 0 || number < settings.count(); number++) {
      awaitDue(startNanos + pace.dueNanos(number));
      if (stopping || failure.get() != null) {
        return;
      }

      int sensor = pace.sensorOf(number);
      long now = Math.max(System.currentTimeMillis(), lastTimeMillis[sensor] + 1);
      lastTimeMillis[sensor] = now;
      long facilityTime = startMillis + Math.round((now - startMillis) * settings.speedup());
      HeatReading reading = sources.get(sensor).next(facilityTime).at(now);
      faults.inject(reading).forEach(this::send);
    }
  }

  private void awaitDue(long dueNanos) {
    long left = dueNanos - System.nanoTime();
    while (left > 0 && !stopping) {
      LockSupport.parkNanos(Math.min(LONGEST_WAIT_NANOS, Math.max(SHORTEST_WAIT_NANOS, left)));
      left = dueNanos - System.nanoTime();
    }
  }

  private void send(Sent sent) {
    byte[] key = Long.toString(sent.sensorId()).getBytes(StandardCharsets.UTF_8);
    Future<RecordMetadata> unused =
        producer.send(
            new ProducerRecord<>(settings.topic(), key, sent.value()),
            (metadata, problem) -> {
              if (problem != null) {
                failure.compareAndSet(null, problem);
              }
            });
    records.incrementAndGet();
    if (sent.fault() != null) {
      faulty.merge(sent.fault(), 1L, Long::sum);
    }
  }
}
