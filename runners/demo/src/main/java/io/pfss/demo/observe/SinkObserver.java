package io.pfss.demo.observe;

import io.pfss.driver.influx.InfluxAccess;
import io.pfss.driver.influx.InfluxRows;
import io.pfss.models.text.Message;
import io.pfss.pipeline.kafka.KafkaCluster;
import io.pfss.pipeline.kafka.RecordFinder;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.util.concurrent.ThreadFactoryBuilder;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.roaringbitmap.longlong.Roaring64Bitmap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches a run of the main job by what its sinks hold: topics {@code heat_pf} and {@code
 * heat_dlq}, InfluxDB and the warehouse. What they held when the observer started does not count,
 * so it can watch a cluster in use. It writes nothing anywhere and joins no consumer group.
 *
 * <pre>{@code
 * try (SinkObserver observer =
 *     SinkObserver.of(kafkaProperties, ObservedTopics.DEFAULT)
 *         .influx(InfluxAccess.at(url, "heat_pf"))
 *         .warehouse(ParquetFolder.fromNow("/data/warehouse", new Configuration())::count)
 *         .start()) {
 *   …
 *   Drain drain = observer.awaitDrained(Duration.ofSeconds(30), progress -> …);
 *   …stop the job…
 *   RunSummary summary = observer.summary(Duration.ofSeconds(30));
 * }
 * }</pre>
 *
 * <p>Thread-safe. Points are counted by event time from the run's first reading on: points of other
 * runs in that time count too, so a repeated run over the <em>same</em> readings cannot be told
 * from the first.
 */
public final class SinkObserver implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SinkObserver.class);
  private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration RATE_WINDOW = Duration.ofSeconds(5);
  private static final Duration PROGRESS_INTERVAL = Duration.ofSeconds(1);
  private static final Duration FIND_TIMEOUT = Duration.ofSeconds(1);

  /** How many missing readings of a partition are looked at while it runs. */
  private static final long FIND_READINGS = 1_000;

  /** And in the summary, which is exact if no more are missing of a partition. */
  private static final long FIND_READINGS_LAST = 100_000;

  /** After how many looks a reading that no sink has is looked for: it is hardly on its way. */
  private static final int FIND_INTERVALS = 10;

  private static final Duration WAREHOUSE_INTERVAL = Duration.ofMillis(100);

  /** How long InfluxDB keeps points, which bounds how far back they can be compared. */
  private static final Duration RETENTION = Duration.ofHours(24);

  private static final int SENSORS_SHOWN = 20;

  private final Builder settings;
  private final ObservedTopics topics;
  private final long startNanos = System.nanoTime();
  private final TopicOffsets offsets;
  private final Map<TopicPartition, Long> starts;
  private final RecordTally tally;
  private final RecordReader reader;
  private final RecordFinder finder;
  private final Thread readerThread;
  private final ScheduledExecutorService executor = executor();
  private final Rate readingRate = new Rate(RATE_WINDOW);
  private final Rate scoreRate = new Rate(RATE_WINDOW);

  private volatile Map<Integer, Long> ends = Map.of();

  /** As they were at the last look for readings that no sink has. */
  private volatile Map<Integer, Long> lateEnds = Map.of();

  /** Up to where the job was waited for before it was stopped; null if it was not. */
  private volatile Map<Integer, Long> awaitedEnds;

  private volatile Optional<String> offsetsProblem = Optional.empty();
  private volatile Optional<String> readingsProblem = Optional.empty();
  private volatile Observed<Long> points;
  private volatile Observed<ParquetCount> parquet;

  private SinkObserver(Builder settings, TopicOffsets offsets, Map<TopicPartition, Long> ends) {
    this.settings = settings;
    this.topics = settings.topics;
    this.offsets = offsets;
    this.starts = new ConcurrentHashMap<>(ends);
    this.points = settings.influx.isEmpty() ? Observed.notInUse() : Observed.of(0L);
    this.parquet =
        settings.warehouse.isEmpty() ? Observed.notInUse() : Observed.of(new ParquetCount(0, 0));
    this.tally = new RecordTally(topics, this::start, Clock.systemUTC(), RETENTION);
    // The start was removed by the topic's retention: go on with what is left.
    this.reader =
        new RecordReader(
            KafkaCluster.newConsumer(
                settings.properties("records"),
                Map.of(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest")),
            tally);
    this.finder = new RecordFinder(settings.properties("finder"));
    this.readerThread = new Thread(reader, "pfss-observer-records");
  }

  /**
   * An observer of these topics.
   *
   * @param kafkaProperties of any Kafka client: bootstrap.servers, and security.* and the like as
   *     the cluster asks
   */
  public static Builder of(Map<String, Object> kafkaProperties, ObservedTopics topics) {
    return new Builder(kafkaProperties, topics);
  }

  /** What the sinks hold, as last looked at: within about a second. Never blocks on a sink. */
  public SinkSnapshot snapshot() {
    return snapshot(ends, tally.scores(), points, problems());
  }

  /**
   * Waits until every reading that has arrived by now is in {@code heat_pf} or {@code heat_dlq},
   * and then until the warehouse, which the pipeline fills last, keeps all that were scored. Stop
   * the simulator first, or later readings are left out.
   *
   * @param timeout the longest wait
   * @param progress called about once a second while readings are missing
   * @return how many are missing: none unless the time ran out
   * @throws IOException if Kafka cannot tell the end of {@code heat}, or the warehouse cannot be
   *     read
   */
  public Drain awaitDrained(Duration timeout, Consumer<Drain> progress)
      throws IOException, InterruptedException {
    Map<Integer, Long> arrived = readingEnds(offsets.ends(List.of(topics.readings())));
    awaitedEnds = arrived;
    long deadline = System.nanoTime() + timeout.toNanos();
    Drain drain = tally.awaitDrained(arrived, left(deadline, PROGRESS_INTERVAL));
    while (!drain.complete() && System.nanoTime() < deadline) {
      findReadings(arrived, FIND_READINGS, left(deadline, FIND_TIMEOUT));
      drain = tally.drain(arrived);
      if (!drain.complete()) {
        progress.accept(drain);
        drain = tally.awaitDrained(arrived, left(deadline, PROGRESS_INTERVAL));
      }
    }

    return drain.complete() ? awaitKept(drain.expected(), deadline, progress) : drain;
  }

  private Drain awaitKept(long expected, long deadline, Consumer<Drain> progress)
      throws IOException, InterruptedException {
    Drain drain = kept(expected);
    long nextProgress = System.nanoTime() + PROGRESS_INTERVAL.toNanos();
    while (!drain.complete() && System.nanoTime() < deadline) {
      if (System.nanoTime() >= nextProgress) {
        progress.accept(drain);
        nextProgress += PROGRESS_INTERVAL.toNanos();
      }

      TimeUnit.NANOSECONDS.sleep(WAREHOUSE_INTERVAL.toNanos());
      drain = kept(expected);
    }

    return drain;
  }

  private Drain kept(long expected) throws IOException, InterruptedException {
    if (settings.warehouse.isEmpty()) {
      return new Drain(expected, 0);
    }

    // Files first: what is merged meanwhile is missed and found at the next look, not counted
    // twice.
    long rows = settings.warehouse.get().now().rows();
    return new Drain(expected, Math.max(0, tally.scored() - rows - settings.unmerged.now()));
  }

  /**
   * Looks at all sinks once more, to the end of what they hold now, and sums up. Call it when the
   * job has stopped, and so has written all. Readings that arrived while it was stopping, after
   * {@link #awaitDrained} began, count only if a sink has them or the job has committed them:
   * others are for its next start.
   *
   * @param timeout the longest wait for the records of the output topics
   */
  public RunSummary summary(Duration timeout) throws InterruptedException {
    List<String> problems = new ArrayList<>();
    refreshEnds();
    try {
      long unread = reader.awaitRead(offsets.ends(topics.read()), timeout);
      if (unread > 0) {
        problems.add(
            Message.of(
                "%s records of %s and %s were not read back within %s s",
                Wording.count(unread), topics.scores(), topics.deadLetters(), timeout.toSeconds()));
      }
    } catch (IOException e) {
      problems.add("the output topics could not be read back: " + e.getMessage());
    }

    // Not those that come from now on: the looks below take a while.
    Map<Integer, Long> counted = ends;
    leaveLaterReadings(counted, problems);
    findReadings(counted, FIND_READINGS_LAST, timeout);
    ScoreCounts scores = tally.scores();
    Observed<Long> pointCount = countPoints(scores);
    parquet = Observed.look(settings.warehouse);
    problems.addAll(problems());
    return new RunSummary(snapshot(counted, scores, pointCount, problems));
  }

  private void leaveLaterReadings(Map<Integer, Long> before, List<String> problems)
      throws InterruptedException {
    if (awaitedEnds == null) {
      return;
    }

    Map<Integer, Long> committed;
    try {
      committed = settings.committed.now();
    } catch (IOException e) {
      problems.add("the committed offsets are unknown: " + e.getMessage());
      return;
    }

    before.forEach(
        (partition, end) -> {
          long first =
              Math.max(
                  awaitedEnds.getOrDefault(partition, 0L), committed.getOrDefault(partition, 0L));
          Roaring64Bitmap later = tally.unaccounted(partition, end);
          later.andNot(RecordFinder.range(0, first));
          if (!later.isEmpty()) {
            LOG.info(
                "{} readings of partition {} arrived during the stop; the next start reads them",
                later.getLongCardinality(),
                partition);
            tally.leaveOut(partition, later);
          }
        });
  }

  /** Stops the threads and closes the clients. */
  @Override
  public void close() {
    reader.stop();
    executor.shutdownNow();
    try {
      readerThread.join(REQUEST_TIMEOUT.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }

    synchronized (finder) {
      finder.close();
    }

    offsets.close();
  }

  private void begin() {
    starts.forEach(this::read);
    // Rates grow from here, not from the first look, which may come after the first readings.
    readingRate.sample(startNanos, 0);
    scoreRate.sample(startNanos, 0);
    readerThread.setDaemon(true);
    readerThread.start();
    PacedTask.start(executor, settings.interval, this::sample);
    PacedTask.start(
        executor, settings.interval.multipliedBy(FIND_INTERVALS), this::findLateReadings);
    if (settings.influx.isPresent()) {
      PacedTask.start(executor, settings.interval, () -> points = countPoints(tally.scores()));
    }

    if (settings.warehouse.isPresent()) {
      PacedTask.start(
          executor, settings.interval, () -> parquet = Observed.look(settings.warehouse));
    }
  }

  private void read(TopicPartition partition, long start) {
    if (topics.read().contains(partition.topic())) {
      reader.add(partition, start);
    }
  }

  private long start(int partition) {
    return starts.getOrDefault(new TopicPartition(topics.readings(), partition), 0L);
  }

  private void sample() throws InterruptedException {
    refreshEnds();
    long now = System.nanoTime();
    readingRate.sample(now, tally.readings(ends));
    scoreRate.sample(now, tally.scored());
    tally.forgetExpired();
  }

  private void refreshEnds() throws InterruptedException {
    try {
      Map<TopicPartition, Long> all = offsets.ends(topics.all());
      for (TopicPartition partition : all.keySet()) {
        if (starts.putIfAbsent(partition, 0L) == null) {
          read(partition, 0);
        }
      }

      ends = readingEnds(all);
      offsetsProblem = Optional.empty();
    } catch (IOException e) {
      offsetsProblem = Optional.of("the end of the topics is unknown: " + e.getMessage());
    }
  }

  private Map<Integer, Long> readingEnds(Map<TopicPartition, Long> all) {
    return all.entrySet().stream()
        .filter(end -> end.getKey().topic().equals(topics.readings()))
        .collect(Collectors.toMap(end -> end.getKey().partition(), Map.Entry::getValue));
  }

  /** Finds out which offsets that no sink accounts for hold a reading at all. */
  private void findReadings(Map<Integer, Long> before, long maxReadings, Duration timeout)
      throws InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    try {
      for (Map.Entry<Integer, Long> end : before.entrySet()) {
        int partition = end.getKey();
        Roaring64Bitmap unaccounted = tally.unaccounted(partition, end.getValue());
        if (!unaccounted.isEmpty()) {
          TopicPartition asked = new TopicPartition(topics.readings(), partition);
          synchronized (finder) {
            Duration left = left(deadline, timeout);
            if (left.isZero()) {
              return;
            }

            tally.leaveOut(partition, finder.find(asked, unaccounted, maxReadings, left).empty());
          }
        }
      }

      readingsProblem = Optional.empty();
    } catch (InterruptException e) {
      throw new InterruptedException(e.getMessage());
    } catch (KafkaException e) {
      readingsProblem =
          Optional.of("the readings of " + topics.readings() + " are unknown: " + e.getMessage());
    }
  }

  /** Looks for the readings that had arrived at the last look, and that no sink has yet. */
  private void findLateReadings() throws InterruptedException {
    findReadings(lateEnds, FIND_READINGS, FIND_TIMEOUT);
    lateEnds = ends;
  }

  private Observed<Long> countPoints(ScoreCounts scores) throws InterruptedException {
    Instant from = Instant.ofEpochMilli(scores.sensorTimesFromMillis());
    return Observed.look(settings.influx.map(influx -> () -> influx.pointsSince(from)));
  }

  private SinkSnapshot snapshot(
      Map<Integer, Long> counted,
      ScoreCounts scores,
      Observed<Long> influxPoints,
      List<String> problems) {
    return new SinkSnapshot(
        Instant.now(),
        Duration.ofNanos(System.nanoTime() - startNanos),
        tally.readings(counted),
        readingRate.perSecond(),
        scores,
        scoreRate.perSecond(),
        tally.deadLetters(),
        influxPoints,
        parquet,
        tally.latency(),
        tally.sensorCount(),
        tally.worstSensors(SENSORS_SHOWN),
        problems);
  }

  private List<String> problems() {
    return Stream.of(offsetsProblem, readingsProblem, reader.problem())
        .flatMap(Optional::stream)
        .toList();
  }

  private static ScheduledExecutorService executor() {
    int lookers = 4;
    return new ScheduledThreadPoolExecutor(
        lookers,
        new ThreadFactoryBuilder().setNameFormat("pfss-observer").setDaemon(true).build(),
        new ThreadPoolExecutor.DiscardPolicy());
  }

  /** The time until a deadline, at most so long; not negative. */
  private static Duration left(long deadline, Duration most) {
    long nanos = Math.min(deadline - System.nanoTime(), most.toNanos());
    return Duration.ofNanos(Math.max(0, nanos));
  }

  /** The settings of an observer. Not thread-safe; start it once. */
  public static final class Builder {
    private final Map<String, Object> kafkaProperties;
    private final ObservedTopics topics;
    private Optional<InfluxRows> influx = Optional.empty();
    private Optional<Lookup<ParquetCount>> warehouse = Optional.empty();
    private Lookup<Long> unmerged = () -> 0L;
    private Lookup<Map<Integer, Long>> committed = Map::of;
    private Duration interval = Duration.ofSeconds(1);

    private Builder(Map<String, Object> kafkaProperties, ObservedTopics topics) {
      if (!kafkaProperties.containsKey(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG)) {
        throw new IllegalArgumentException(
            "The Kafka properties lack " + CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG);
      }

      this.kafkaProperties = new HashMap<>(kafkaProperties);
      this.topics = topics;
    }

    /** Counts points too; without this InfluxDB is not in use. */
    public Builder influx(InfluxAccess access) {
      this.influx = Optional.of(new InfluxRows(access));
      return this;
    }

    /** Counts Parquet files too; without this no warehouse is in use. */
    public Builder warehouse(Lookup<ParquetCount> count) {
      this.warehouse = Optional.of(count);
      return this;
    }

    /** Counts the readings that the warehouse keeps in no Parquet file yet; none by default. */
    public Builder unmerged(Lookup<Long> count) {
      this.unmerged = count;
      return this;
    }

    /** Tells what the job has committed, by partition; by default nothing. */
    public Builder committed(Lookup<Map<Integer, Long>> offsets) {
      this.committed = offsets;
      return this;
    }

    /** The shortest pause between two looks at a sink; 1 s. */
    public Builder interval(Duration pause) {
      if (pause.isZero() || pause.isNegative()) {
        throw new IllegalArgumentException("The interval is not positive: " + pause);
      }

      this.interval = pause;
      return this;
    }

    /**
     * Notes what the sinks hold now, and begins to watch.
     *
     * @throws IOException if Kafka does not answer
     */
    public SinkObserver start() throws IOException, InterruptedException {
      TopicOffsets offsets = null;
      try {
        offsets =
            new TopicOffsets(Admin.create(properties("offsets")), bootstrap(), REQUEST_TIMEOUT);
        SinkObserver observer = new SinkObserver(this, offsets, offsets.ends(topics.all()));
        observer.begin();
        offsets = null;
        return observer;
      } catch (KafkaException e) {
        throw new IOException("Kafka at " + bootstrap() + ": " + e.getMessage(), e);
      } finally {
        if (offsets != null) {
          offsets.close();
        }
      }
    }

    /** Two clients of one name would be one in JMX. */
    private Map<String, Object> properties(String client) {
      Map<String, Object> properties = new HashMap<>(kafkaProperties);
      properties.put(CommonClientConfigs.CLIENT_ID_CONFIG, "pfss-observer-" + client);
      properties.remove(ConsumerConfig.GROUP_ID_CONFIG);
      return properties;
    }

    private String bootstrap() {
      return String.valueOf(kafkaProperties.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG));
    }
  }
}
