// SPDX-License-Identifier: Apache-2.0
package io.pfss.trials.benchmarks;

import io.pfss.models.reading.HeatJson;
import io.pfss.models.reading.HeatReading;
import io.pfss.models.reading.InvalidReadingException;
import io.pfss.models.soh.ModelStore;
import io.pfss.models.soh.SohModel;
import io.pfss.pipeline.element.ReceivedReading;
import io.pfss.pipeline.element.ScoredReading;
import io.pfss.pipeline.element.SourceOffset;
import io.pfss.pipeline.influx.PointLine;
import io.pfss.pipeline.score.ScoreJson;
import io.pfss.pipeline.warehouse.ReadingParquetWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.beam.sdk.io.LocalResources;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.parquet.hadoop.ParquetWriter;
import org.influxdb.InfluxDB;
import org.influxdb.InfluxDBFactory;
import org.influxdb.dto.Query;
import org.jspecify.annotations.Nullable;

/**
 * Measures the limit of the machine: the same readings, model and sinks without an engine. Two
 * threads read two partitions each, without checkpoints, deduplication or recovery.
 */
public final class LimitMain {
  private static final int THREADS = 2;
  private static final int BATCH_POINTS = 5000;
  private static final Duration POLL_INTERVAL = Duration.ofMillis(100);
  private static final long FILE_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final String scoreTopic;
  private final Path warehouse;
  private final SohModel model;
  private final InfluxDB influx;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final KafkaProducer<byte[], byte[]> producer;
  private final List<String> lines = new ArrayList<>();
  private final int number;

  private final AtomicReference<Exception> failure = new AtomicReference<>();

  private @Nullable ParquetWriter<ReceivedReading> parquet;
  private int files;
  private long fileStartNanos;

  private LimitMain(String[] args, int number) throws Exception {
    this.number = number;
    scoreTopic = args[1];
    warehouse = Path.of(args[2]);
    model = ModelStore.load(ModelStore.localFolder(Path.of(args[4])));
    influx = InfluxDBFactory.connect(args[3]).enableGzip();
    influx.query(new Query("CREATE DATABASE " + Bench.DATABASE));
    consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                args[0],
                "auto.offset.reset",
                args[5],
                "max.poll.records",
                5000,
                "enable.auto.commit",
                false),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    producer =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers",
                args[0],
                "acks",
                "all",
                "compression.type",
                "lz4",
                "linger.ms",
                5,
                "batch.size",
                256 * 1024),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    List<TopicPartition> ownPartitions = new ArrayList<>();
    for (int partition = number; partition < Sinks.PARTITIONS; partition += THREADS) {
      ownPartitions.add(new TopicPartition(Bench.HEAT_TOPIC, partition));
    }

    consumer.assign(ownPartitions);
  }

  /**
   * Runs until SIGTERM.
   *
   * @param args Kafka's address, the topic of the scores, the warehouse, InfluxDB's address, the
   *     model's folder, and {@code earliest} or {@code latest}
   */
  public static void main(String[] args) throws Exception {
    List<Thread> threads = new ArrayList<>();
    List<LimitMain> workers = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      LimitMain worker = new LimitMain(args, i);
      workers.add(worker);
      threads.add(new Thread(worker::run, "worker-" + i));
    }

    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(() -> workers.forEach(worker -> worker.consumer.wakeup()), "stop"));
    threads.forEach(Thread::start);
    System.out.println("The threads run");
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private void run() {
    try {
      while (true) {
        ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL_INTERVAL);
        long now = System.currentTimeMillis();
        for (ConsumerRecord<byte[], byte[]> record : records) {
          process(record, now);
        }

        if (failure.get() != null) {
          throw new IllegalStateException("Kafka did not take a score", failure.get());
        }

        flushPoints(records.isEmpty() ? 1 : BATCH_POINTS);
        if (parquet != null
            && (records.isEmpty() || System.nanoTime() - fileStartNanos > FILE_NANOS)) {
          closeFile(parquet);
        }
      }
    } catch (WakeupException e) {
      producer.close();
    } catch (IOException | InvalidReadingException e) {
      throw new IllegalStateException("Failed to process readings", e);
    }
  }

  private void process(ConsumerRecord<byte[], byte[]> record, long nowMillis)
      throws IOException, InvalidReadingException {
    HeatReading reading = HeatJson.read(record.value());
    ReceivedReading received =
        new ReceivedReading(
            reading, new SourceOffset(record.partition(), record.offset()), record.timestamp());
    ScoredReading scored = new ScoredReading(received, model.score(reading), model.version());
    if (parquet == null) {
      parquet = openFile();
    }

    parquet.write(received);
    byte[] key = Long.toString(reading.sensorId()).getBytes(StandardCharsets.UTF_8);
    Future<RecordMetadata> unused =
        producer.send(
            new ProducerRecord<>(scoreTopic, key, ScoreJson.write(scored)),
            (metadata, problem) -> {
              if (problem != null) {
                failure.compareAndSet(null, problem);
              }
            });
    lines.add(PointLine.of(scored, nowMillis));
    flushPoints(BATCH_POINTS);
  }

  private void flushPoints(int minimum) {
    if (lines.size() >= minimum) {
      influx.write(
          Bench.DATABASE,
          "",
          InfluxDB.ConsistencyLevel.ONE,
          TimeUnit.MILLISECONDS,
          String.join("\n", lines));
      lines.clear();
    }
  }

  private ParquetWriter<ReceivedReading> openFile() throws IOException {
    files++;
    Files.createDirectories(warehouse.resolve("_tmp"));
    fileStartNanos = System.nanoTime();
    return ReadingParquetWriter.open(LocalResources.fromFile(file().toFile(), false));
  }

  private Path file() {
    return warehouse.resolve("_tmp").resolve("limit-" + number + "-" + files);
  }

  private void closeFile(ParquetWriter<ReceivedReading> open) throws IOException {
    open.close();
    parquet = null;
    Path hour = warehouse.resolve("dt=" + LocalDate.now(ZoneOffset.UTC)).resolve("hour=00");
    Files.createDirectories(hour);
    Files.move(file(), hour.resolve(file().getFileName() + ".parquet"));
  }
}
