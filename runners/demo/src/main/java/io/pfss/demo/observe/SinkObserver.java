// SPDX-License-Identifier: Apache-2.0
package io.pfss.demo.observe;

import io.pfss.driver.influx.InfluxAccess;
import io.pfss.driver.influx.InfluxRows;
import io.pfss.driver.web.FacilityFacts;
import io.pfss.models.text.Message;
import io.pfss.pipeline.PfssOptions;
import io.pfss.pipeline.PipelineSettings;
import io.pfss.pipeline.alert.AlertJson;
import io.pfss.pipeline.catalog.CatalogSettings;
import io.pfss.pipeline.catalog.WarehouseCatalog;
import io.pfss.pipeline.kafka.LastRecords;
import io.pfss.pipeline.source.GroupLag;
import io.pfss.pipeline.source.GroupLag.Place;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.beam.sdk.io.hdfs.HadoopFileSystemOptions;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.collect.Maps;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.collect.Sets;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.util.concurrent.MoreExecutors;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.util.concurrent.ThreadFactoryBuilder;
import org.apache.hadoop.conf.Configuration;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Observes a run of the main job by the contents of its sinks: topics {@code heat_pf} and {@code
 * heat_dlq}, InfluxDB and the warehouse. Earlier contents do not count, so it can observe a cluster
 * in use. It only reads, and it joins no consumer group.
 *
 * <p>Thread-safe. Points are counted by event time, from the run's first reading on. Points of
 * other runs with such event times count too, so two runs over the <em>same</em> readings cannot be
 * distinguished.
 */
public final class SinkObserver implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SinkObserver.class);
  private static final Duration INTERVAL = Duration.ofSeconds(1);
  private static final Duration RATE_WINDOW = Duration.ofSeconds(5);

  /** The maximum time to read the topics to their ends. */
  private static final Duration READ_TIMEOUT = Duration.ofSeconds(30);

  private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration POLL_INTERVAL = Duration.ofMillis(200);
  private static final Duration DRAIN_INTERVAL = Duration.ofMillis(500);

  /** Counting in a large warehouse or database must not slow it down. */
  private static final int REST_PER_COUNT = 9;

  private static final int SENSORS_SHOWN = 20;

  private final PfssOptions options;
  private final long startNanos = System.nanoTime();
  private final GroupLag group;
  private final Consumer<byte[], byte[]> topics;
  private final Optional<InfluxRows> influx;
  private final WarehouseCount warehouse;
  private final RecordTally tally;
  private final FacilityFacts facts;

  /** The first offset of the run by partition; 0 for a partition that was added later. */
  private final Map<Integer, Long> starts = new ConcurrentHashMap<>();

  private final Rate readingRate = new Rate(RATE_WINDOW);
  private final Rate scoreRate = new Rate(RATE_WINDOW);
  private final ScheduledExecutorService executor =
      new ScheduledThreadPoolExecutor(
          2,
          new ThreadFactoryBuilder().setNameFormat("pfss-observer").setDaemon(true).build(),
          new ThreadPoolExecutor.DiscardPolicy());

  /** The errors by the part that does not respond. */
  private final Map<String, String> problems = new ConcurrentSkipListMap<>();

  /** The end offsets of the input topic by partition, when the topics were last read. */
  private Map<Integer, Long> readingEnds = Map.of();

  /** The end offsets for which {@link #awaitDrained} waited, if it was called. */
  private Optional<Map<Integer, Long>> awaitedEnds = Optional.empty();

  private volatile Optional<Long> points = Optional.empty();
  private volatile Optional<ParquetCount> parquet = Optional.empty();

  private SinkObserver(PfssOptions options) throws IOException {
    this.options = options;
    this.influx = InfluxAccess.of(options).map(InfluxRows::new);
    this.warehouse = warehouse(options);
    this.tally =
        new RecordTally(options.getHeatTopic(), options.getScoreTopic(), starts, Clock.systemUTC());
    this.facts =
        PipelineSettings.raisesAlerts(options)
            ? FacilityFacts.of(
                LastRecords.of(
                        PipelineSettings.kafka(options), options.getAlertTopic(), AlertJson::read)
                    .all())
            : FacilityFacts.NONE;
    this.group =
        GroupLag.of(PipelineSettings.kafka(options), options.getHeatTopic(), options.getGroup());
    this.topics =
        PipelineSettings.kafka(options)
            .newConsumer(
                Map.of(
                    CommonClientConfigs.CLIENT_ID_CONFIG,
                    "pfss-observer",
                    // If retention deleted the offset, continue at the first remaining record.
                    ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                    "earliest",
                    // Finds new partitions.
                    CommonClientConfigs.METADATA_MAX_AGE_CONFIG,
                    "5000"));
  }

  /**
   * Records the present contents of the sinks and starts to observe them.
   *
   * @throws IOException if Kafka or the warehouse does not respond
   */
  public static SinkObserver start(PfssOptions options) throws IOException {
    SinkObserver observer = new SinkObserver(options);
    try {
      observer.begin();
      return observer;
    } catch (KafkaException e) {
      observer.close();
      throw new IOException("Kafka at " + options.getBootstrapServers() + ": " + e.getMessage(), e);
    }
  }

  /** Returns the contents of the sinks, normally about 1 s old. Never blocks on a sink. */
  public SinkSnapshot snapshot() {
    return new SinkSnapshot(
        Instant.now(),
        Duration.ofNanos(System.nanoTime() - startNanos),
        readingRate.perSecond(),
        scoreRate.perSecond(),
        tally.counts(),
        points,
        parquet,
        tally.sensorCount(),
        tally.worst(SENSORS_SHOWN, facts),
        List.copyOf(problems.values()));
  }

  /**
   * Waits until the job has committed the offsets of all readings that have arrived by now, which
   * it does after all sinks have stored them. Later readings are excluded from the summary, so stop
   * the simulator first.
   *
   * @param timeout the maximum wait
   * @return the number of uncommitted readings: 0 unless the wait timed out
   */
  public synchronized long awaitDrained(Duration timeout) throws InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    readTopics();
    Map<Integer, Long> arrived = readingEnds;
    awaitedEnds = Optional.of(arrived);
    long left = uncommitted(arrived);
    while (left > 0 && System.nanoTime() < deadline) {
      LOG.info("Waiting for the sinks: readings={}", left);
      // Releases the monitor, so that the sinks are observed meanwhile.
      wait(DRAIN_INTERVAL.toMillis());
      left = uncommitted(arrived);
    }

    return left;
  }

  /**
   * Reads all sinks to their ends and returns the summary. Call it after the job has stopped: it
   * ends the observation. Readings that arrived after {@link #awaitDrained} began count only if a
   * sink has them or the job has committed their offsets. The job reads the others at its next
   * start.
   */
  public RunSummary summary() throws InterruptedException {
    if (!MoreExecutors.shutdownAndAwaitTermination(executor, READ_TIMEOUT)) {
      LOG.warn("Sink not responding: timeoutSeconds={}", READ_TIMEOUT.toSeconds());
    }

    synchronized (this) {
      readTopics();
      if (awaitedEnds.isPresent()) {
        Map<Integer, Long> committed = committed();
        readingEnds.keySet().forEach(partition -> excludeLater(partition, committed));
      }

      countStores();
      return new RunSummary(snapshot());
    }
  }

  /** Stops the threads and closes the Kafka clients. */
  @Override
  public void close() {
    executor.shutdownNow();
    if (!MoreExecutors.shutdownAndAwaitTermination(executor, REQUEST_TIMEOUT)) {
      LOG.warn("Observer threads still running: timeoutSeconds={}", REQUEST_TIMEOUT.toSeconds());
    }

    synchronized (this) {
      topics.close(Duration.ZERO);
      group.close();
    }
  }

  private synchronized void begin() {
    Map<TopicPartition, Long> ends = ends();
    topics.assign(ends.keySet());
    ends.forEach(topics::seek);
    starts.putAll(readingEnds);
    // The first read of the topics may come after the first readings: rates start here.
    readingRate.sample(startNanos, 0);
    scoreRate.sample(startNanos, 0);
    PacedTask.start(executor, INTERVAL, 0, this::readTopics);
    PacedTask.start(executor, INTERVAL, REST_PER_COUNT, this::countStores);
  }

  private synchronized void readTopics() throws InterruptedException {
    query(
        "Kafka topics",
        () -> {
          Map<TopicPartition, Long> ends = ends();
          Set<TopicPartition> added =
              Set.copyOf(Sets.difference(ends.keySet(), topics.assignment()));
          topics.assign(ends.keySet());
          added.forEach(partition -> topics.seek(partition, 0));
          return readTo(ends);
        });
    RecordCounts counts = tally.counts();
    readingRate.sample(System.nanoTime(), counts.readings());
    scoreRate.sample(System.nanoTime(), counts.scored());
  }

  private boolean readTo(Map<TopicPartition, Long> ends) throws IOException {
    long deadline = System.nanoTime() + READ_TIMEOUT.toNanos();
    long unread = unread(ends);
    while (unread > 0) {
      if (System.nanoTime() > deadline) {
        throw new IOException(
            Message.of("%,d records not received within %d s", unread, READ_TIMEOUT.toSeconds()));
      }

      tally.add(topics.poll(POLL_INTERVAL));
      unread = unread(ends);
    }

    return true;
  }

  /**
   * Uses the consumer's positions: they also pass offsets without records, such as transaction
   * markers.
   */
  private long unread(Map<TopicPartition, Long> ends) {
    return ends.entrySet().stream()
        .mapToLong(end -> Math.max(0, end.getValue() - topics.position(end.getKey())))
        .sum();
  }

  private Map<TopicPartition, Long> ends() {
    Map<TopicPartition, Long> ends =
        topics.endOffsets(
            Stream.of(options.getHeatTopic(), options.getScoreTopic(), options.getDeadLetterTopic())
                .flatMap(topic -> topics.partitionsFor(topic, REQUEST_TIMEOUT).stream())
                .map(each -> new TopicPartition(each.topic(), each.partition()))
                .toList(),
            REQUEST_TIMEOUT);
    readingEnds =
        ends.entrySet().stream()
            .filter(end -> end.getKey().topic().equals(options.getHeatTopic()))
            .collect(Collectors.toMap(end -> end.getKey().partition(), Map.Entry::getValue));
    return ends;
  }

  private void countStores() throws InterruptedException {
    Instant from = Instant.ofEpochMilli(tally.counts().sensorTimesFromMillis());
    points =
        influx.isEmpty()
            ? Optional.empty()
            : query("InfluxDB", () -> influx.get().pointsSince(from));
    parquet = query("Warehouse", warehouse::count);
  }

  private long uncommitted(Map<Integer, Long> arrived) throws InterruptedException {
    Map<Integer, Long> committed = committed();
    return arrived.entrySet().stream()
        .mapToLong(
            end ->
                tally.readingsBetween(
                    end.getKey(), committed.getOrDefault(end.getKey(), 0L), end.getValue()))
        .sum();
  }

  private void excludeLater(int partition, Map<Integer, Long> committed) {
    long from =
        Math.max(
            awaitedEnds.orElseThrow().getOrDefault(partition, 0L),
            committed.getOrDefault(partition, 0L));
    long left = tally.exclude(partition, from);
    if (left > 0) {
      LOG.info(
          "Readings arrived during the stop; the next start reads them: partition={} readings={}",
          partition,
          left);
    }
  }

  private Map<Integer, Long> committed() throws InterruptedException {
    return query("Committed offsets", () -> Maps.transformValues(group.places(), Place::committed))
        .orElse(Map.of());
  }

  /** Queries a part, and records the error if it does not respond. */
  private <T> Optional<T> query(String part, Query<T> query) throws InterruptedException {
    try {
      T result = query.run();
      problems.remove(part);
      return Optional.of(result);
    } catch (InterruptException e) {
      throw new InterruptedException(e.getMessage());
    } catch (IOException | KafkaException e) {
      String problem = part + ": " + e.getMessage();
      if (!problem.equals(problems.put(part, problem))) {
        LOG.warn("Failed to observe a sink: {}", problem);
      }

      return Optional.empty();
    }
  }

  private static WarehouseCount warehouse(PfssOptions options) throws IOException {
    Optional<CatalogSettings> catalog = PipelineSettings.catalog(options);
    return catalog.isPresent()
        ? WarehouseCount.ofTable(WarehouseCatalog.of(catalog.get()).readings())
        : new ParquetFolder(options.getWarehouse(), hadoop(options));
  }

  /**
   * Returns the configuration of Beam's file system: from the options, else from HADOOP_CONF_DIR.
   */
  private static Configuration hadoop(PfssOptions options) {
    List<Configuration> configurations =
        options.as(HadoopFileSystemOptions.class).getHdfsConfiguration();
    return configurations == null || configurations.isEmpty()
        ? new Configuration()
        : configurations.get(0);
  }

  @FunctionalInterface
  private interface Query<T> {
    T run() throws IOException, InterruptedException;
  }
}
