package io.pfss.demo.observe;

import io.pfss.driver.influx.InfluxAccess;
import io.pfss.driver.influx.InfluxRows;
import io.pfss.models.text.Message;
import io.pfss.pipeline.PfssOptions;
import io.pfss.pipeline.PipelineSettings;
import io.pfss.pipeline.catalog.CatalogSettings;
import io.pfss.pipeline.catalog.WarehouseCatalog;
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
 * Watches a run of the main job by what its sinks hold: topics {@code heat_pf} and {@code
 * heat_dlq}, InfluxDB and the warehouse. What they held when the observer started does not count,
 * so it can watch a cluster in use. It writes nothing anywhere and joins no consumer group.
 *
 * <p>Thread-safe. Points are counted by event time from the run's first reading on: points of other
 * runs in that time count too, so a repeated run over the <em>same</em> readings cannot be told
 * from the first.
 */
public final class SinkObserver implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SinkObserver.class);
  private static final Duration INTERVAL = Duration.ofSeconds(1);
  private static final Duration RATE_WINDOW = Duration.ofSeconds(5);

  /** Of one look at the topics. */
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration POLL_INTERVAL = Duration.ofMillis(200);
  private static final Duration DRAIN_INTERVAL = Duration.ofMillis(500);

  /** Watching a large warehouse or database must not slow what is watched. */
  private static final int REST_PER_COUNT = 9;

  private static final int SENSORS_SHOWN = 20;

  private final PfssOptions options;
  private final long startNanos = System.nanoTime();
  private final GroupLag group;
  private final Consumer<byte[], byte[]> topics;
  private final Optional<InfluxRows> influx;
  private final WarehouseCount warehouse;
  private final RecordTally tally;

  /** The first offset of the run, by partition; 0 for a partition that came later. */
  private final Map<Integer, Long> starts = new ConcurrentHashMap<>();

  private final Rate readingRate = new Rate(RATE_WINDOW);
  private final Rate scoreRate = new Rate(RATE_WINDOW);
  private final ScheduledExecutorService executor =
      new ScheduledThreadPoolExecutor(
          2,
          new ThreadFactoryBuilder().setNameFormat("pfss-observer").setDaemon(true).build(),
          new ThreadPoolExecutor.DiscardPolicy());

  /** By the part that does not answer. */
  private final Map<String, String> problems = new ConcurrentSkipListMap<>();

  /** Of the readings' topic, by partition, at the last look. */
  private Map<Integer, Long> readingEnds = Map.of();

  /** Up to where the job was waited for before it was stopped, if it was. */
  private Optional<Map<Integer, Long>> awaitedEnds = Optional.empty();

  private volatile Optional<Long> points = Optional.empty();
  private volatile Optional<ParquetCount> parquet = Optional.empty();

  private SinkObserver(PfssOptions options) throws IOException {
    this.options = options;
    this.influx = InfluxAccess.of(options).map(InfluxRows::new);
    this.warehouse = warehouse(options);
    this.tally =
        new RecordTally(options.getHeatTopic(), options.getScoreTopic(), starts, Clock.systemUTC());
    this.group =
        GroupLag.of(PipelineSettings.kafka(options), options.getHeatTopic(), options.getGroup());
    this.topics =
        PipelineSettings.kafka(options)
            .newConsumer(
                Map.of(
                    CommonClientConfigs.CLIENT_ID_CONFIG,
                    "pfss-observer",
                    // The place was removed by the topic's retention: go on with what is left.
                    ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                    "earliest",
                    // So that new partitions are found.
                    CommonClientConfigs.METADATA_MAX_AGE_CONFIG,
                    "5000"));
  }

  /**
   * Notes what the sinks that the options name hold now, and begins to watch.
   *
   * @throws IOException if Kafka or the warehouse does not answer
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

  /** What the sinks hold, as last looked at: within about a second. Never blocks on a sink. */
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
        tally.worstSensors(SENSORS_SHOWN),
        List.copyOf(problems.values()));
  }

  /**
   * Waits until the job has committed every reading that has arrived by now, which it does when all
   * sinks have stored it. Stop the simulator first, or later readings are left out.
   *
   * @param timeout the longest wait
   * @return how many readings are not committed: none unless the time ran out
   */
  public synchronized long awaitDrained(Duration timeout) throws InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    readTopics();
    Map<Integer, Long> arrived = readingEnds;
    awaitedEnds = Optional.of(arrived);
    long left = uncommitted(arrived);
    while (left > 0 && System.nanoTime() < deadline) {
      LOG.info("{} readings are on their way", left);
      // Lets the looks at the sinks go on.
      wait(DRAIN_INTERVAL.toMillis());
      left = uncommitted(arrived);
    }

    return left;
  }

  /**
   * Looks at all sinks once more, to the end of what they hold now, and sums up. Call it when the
   * job has stopped, and so has written all: it ends the watching. Readings that arrived while it
   * was stopping, after {@link #awaitDrained} began, count only if a sink has them or the job has
   * committed them: others are for its next start.
   */
  public RunSummary summary() throws InterruptedException {
    if (!MoreExecutors.shutdownAndAwaitTermination(executor, TIMEOUT)) {
      LOG.warn("A sink has not answered for {} s", TIMEOUT.toSeconds());
    }

    synchronized (this) {
      readTopics();
      if (awaitedEnds.isPresent()) {
        Map<Integer, Long> committed = committed();
        readingEnds.keySet().forEach(partition -> leaveLater(partition, committed));
      }

      countStores();
      return new RunSummary(snapshot());
    }
  }

  /** Stops the threads and closes the clients. */
  @Override
  public void close() {
    executor.shutdownNow();
    if (!MoreExecutors.shutdownAndAwaitTermination(executor, REQUEST_TIMEOUT)) {
      LOG.warn("The sinks are still looked at");
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
    // Rates grow from here, not from the first look, which may come after the first readings.
    readingRate.sample(startNanos, 0);
    scoreRate.sample(startNanos, 0);
    PacedTask.start(executor, INTERVAL, 0, this::readTopics);
    PacedTask.start(executor, INTERVAL, REST_PER_COUNT, this::countStores);
  }

  private synchronized void readTopics() throws InterruptedException {
    ask(
        "The topics",
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
    long deadline = System.nanoTime() + TIMEOUT.toNanos();
    long unread = unread(ends);
    while (unread > 0) {
      if (System.nanoTime() > deadline) {
        throw new IOException(
            Message.of("%,d records did not come within %d s", unread, TIMEOUT.toSeconds()));
      }

      tally.add(topics.poll(POLL_INTERVAL));
      unread = unread(ends);
    }

    return true;
  }

  /** The consumer's positions also pass what is no record, such as commits. */
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
        influx.isEmpty() ? Optional.empty() : ask("InfluxDB", () -> influx.get().pointsSince(from));
    parquet = ask("The warehouse", warehouse::count);
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

  private void leaveLater(int partition, Map<Integer, Long> committed) {
    long from =
        Math.max(
            awaitedEnds.orElseThrow().getOrDefault(partition, 0L),
            committed.getOrDefault(partition, 0L));
    long left = tally.leaveOut(partition, from);
    if (left > 0) {
      LOG.info(
          "{} readings of partition {} arrived during the stop; the next start reads them",
          left,
          partition);
    }
  }

  private Map<Integer, Long> committed() throws InterruptedException {
    return ask(
            "The committed offsets", () -> Maps.transformValues(group.places(), Place::committed))
        .orElse(Map.of());
  }

  /** Asks a part, and notes why if it does not answer. */
  private <T> Optional<T> ask(String part, Question<T> question) throws InterruptedException {
    try {
      T answer = question.ask();
      problems.remove(part);
      return Optional.of(answer);
    } catch (InterruptException e) {
      throw new InterruptedException(e.getMessage());
    } catch (IOException | KafkaException e) {
      String problem = part + ": " + e.getMessage();
      if (!problem.equals(problems.put(part, problem))) {
        LOG.warn("A sink cannot be looked at: {}", problem);
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

  /** The configuration that Beam's file system uses: of the options, else of HADOOP_CONF_DIR. */
  private static Configuration hadoop(PfssOptions options) {
    List<Configuration> configurations =
        options.as(HadoopFileSystemOptions.class).getHdfsConfiguration();
    return configurations == null || configurations.isEmpty()
        ? new Configuration()
        : configurations.get(0);
  }

  @FunctionalInterface
  private interface Question<T> {
    T ask() throws IOException, InterruptedException;
  }
}
