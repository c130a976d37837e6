package io.pfss.demo.observe;

import io.pfss.pipeline.kafka.RecordFinder;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
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
 *         .influx(new InfluxPointCount(InfluxAccess.at(url, "heat_pf")))
 *         .warehouse(WarehouseFiles.fromNow("/data/warehouse", new Configuration()))
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

  private final Builder settings;
  private final ObservedTopics topics;
  private final Clock clock;
  private final long startNanos;
  private final TopicOffsets offsets;
  private final Map<TopicPartition, Long> starts = new ConcurrentHashMap<>();
  private final RecordTally tally;
  private final RecordReader reader;
  private final RecordFinder finder;
  private final Thread readerThread;
  private final WarehouseCount warehouse;
  private final ScheduledExecutorService executor;
  private final Rate readingRate = new Rate(RATE_WINDOW);
  private final Rate scoreRate = new Rate(RATE_WINDOW);

  private volatile Map<Integer, Long> ends = Map.of();

  /** Up to where the job was waited for before it was stopped; null if it was not. */
  private volatile Map<Integer, Long> awaitedEnds;

  private volatile String offsetsProblem;
  private volatile String readingsProblem;
  private volatile Observed<Long> points;
  private volatile Observed<ParquetCount> parquet;

  private SinkObserver(
      Builder settings,
      TopicOffsets offsets,
      Map<TopicPartition, Long> ends,
      WarehouseCount warehouse) {
    this.settings = settings;
    this.topics = settings.topics;
    this.clock = settings.clock;
    this.startNanos = System.nanoTime();
    this.offsets = offsets;
    this.warehouse = warehouse;
    this.starts.putAll(ends);
    this.points = settings.points == null ? Observed.notInUse() : Observed.of(0L);
    this.parquet = warehouse == null ? Observed.notInUse() : Observed.of(new ParquetCount(0, 0));
    this.tally = new RecordTally(topics, this::start, clock, settings.retention);
    this.reader =
        new RecordReader(new KafkaConsumer<>(settings.consumerProperties("records")), tally);
    this.finder = new RecordFinder(settings.consumerProperties("finder"));
    this.readerThread = new Thread(reader, "pfss-observer-records");
    this.executor = executor();
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
    Duration left = timeout;
    Drain drain = tally.awaitDrained(arrived, shorter(left, PROGRESS_INTERVAL));
    left = Duration.ofNanos(deadline - System.nanoTime());
    while (!drain.complete() && !left.isNegative() && !left.isZero()) {
      findReadings(arrived, FIND_READINGS, shorter(left, FIND_TIMEOUT));
      drain = tally.drain(arrived);
      if (drain.complete()) {
        break;
      }

      progress.accept(drain);
      drain = tally.awaitDrained(arrived, shorter(left, PROGRESS_INTERVAL));
      left = Duration.ofNanos(deadline - System.nanoTime());
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

  private Drain kept(long expected) throws IOException {
    if (warehouse == null) {
      return new Drain(expected, 0);
    }

    // Files first: what is merged meanwhile is missed and found at the next look, not counted
    // twice.
    long rows = warehouse.count().rows();
    return new Drain(expected, Math.max(0, tally.scored() - rows - settings.unmerged.rows()));
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
            String.format(
                Locale.ROOT,
                "%,d records of %s and %s were not read back within %d s",
                unread,
                topics.scores(),
                topics.deadLetters(),
                timeout.toSeconds()));
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
    refreshParquet();
    problems.addAll(problems());
    return RunSummary.of(snapshot(counted, scores, pointCount, problems));
  }

  private void leaveLaterReadings(Map<Integer, Long> before, List<String> problems) {
    if (awaitedEnds == null) {
      return;
    }

    Map<Integer, Long> committed;
    try {
      committed = settings.committed.offsets();
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
    for (Map.Entry<TopicPartition, Long> start : starts.entrySet()) {
      if (topics.read().contains(start.getKey().topic())) {
        reader.add(start.getKey(), start.getValue());
      }
    }

    // Rates grow from here, not from the first look, which may come after the first readings.
    readingRate.sample(startNanos, 0);
    scoreRate.sample(startNanos, 0);
    readerThread.setDaemon(true);
    readerThread.start();
    PacedTask.start(executor, settings.interval, watched("the end of the topics", this::sample));
    PacedTask.start(
        executor,
        settings.interval.multipliedBy(FIND_INTERVALS),
        watched("readings that no sink has", new LateReadings()));
    if (settings.points != null) {
      PacedTask.start(executor, settings.interval, watched("InfluxDB", this::refreshPoints));
    }

    if (warehouse != null) {
      PacedTask.start(executor, settings.interval, watched("the warehouse", this::refreshParquet));
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
        if (starts.putIfAbsent(partition, 0L) == null
            && topics.read().contains(partition.topic())) {
          reader.add(partition, 0);
        }
      }

      ends = readingEnds(all);
      offsetsProblem = null;
    } catch (IOException e) {
      offsetsProblem = "the end of the topics is unknown: " + e.getMessage();
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
            Duration left = Duration.ofNanos(deadline - System.nanoTime());
            if (left.isNegative() || left.isZero()) {
              return;
            }

            tally.leaveOut(partition, finder.find(asked, unaccounted, maxReadings, left).empty());
          }
        }
      }

      readingsProblem = null;
    } catch (InterruptException e) {
      throw new InterruptedException(e.getMessage());
    } catch (KafkaException e) {
      readingsProblem = "the readings of " + topics.readings() + " are unknown: " + e.getMessage();
    }
  }

  private void refreshPoints() throws InterruptedException {
    points = countPoints(tally.scores());
  }

  private Observed<Long> countPoints(ScoreCounts scores) throws InterruptedException {
    if (settings.points == null) {
      return Observed.notInUse();
    }

    try {
      Instant from = Instant.ofEpochMilli(scores.sensorTimesFromMillis());
      return Observed.of(settings.points.since(from));
    } catch (IOException e) {
      return Observed.unavailable(e.getMessage());
    }
  }

  private void refreshParquet() {
    if (warehouse == null) {
      return;
    }

    try {
      parquet = Observed.of(warehouse.count());
    } catch (IOException e) {
      parquet = Observed.unavailable(e.getMessage());
    }
  }

  private SinkSnapshot snapshot(
      Map<Integer, Long> counted,
      ScoreCounts scores,
      Observed<Long> influxPoints,
      List<String> problems) {
    return new SinkSnapshot(
        clock.instant(),
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
        tally.worstSensors(settings.sensorsShown),
        problems);
  }

  private List<String> problems() {
    List<String> problems = new ArrayList<>();
    Optional.ofNullable(offsetsProblem).ifPresent(problems::add);
    Optional.ofNullable(readingsProblem).ifPresent(problems::add);
    reader.problem().ifPresent(problems::add);
    return problems;
  }

  private static Runnable watched(String what, Look look) {
    return () -> {
      try {
        look.run();
      } catch (InterruptedException e) {
        // The observer closes.
        Thread.currentThread().interrupt();
      } catch (RuntimeException e) {
        LOG.error("Watching {} failed and goes on", what, e);
      }
    };
  }

  private static ScheduledExecutorService executor() {
    int lookers = 4;
    return new ScheduledThreadPoolExecutor(
        lookers,
        task -> {
          Thread thread = new Thread(task, "pfss-observer");
          thread.setDaemon(true);
          return thread;
        },
        new ThreadPoolExecutor.DiscardPolicy());
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  /** Looks for the readings that had arrived at the last look, and that no sink has yet. */
  private final class LateReadings implements Look {
    private Map<Integer, Long> arrived = Map.of();

    @Override
    public void run() throws InterruptedException {
      findReadings(arrived, FIND_READINGS, FIND_TIMEOUT);
      arrived = ends;
    }
  }

  /** One look at a sink. */
  private interface Look {
    void run() throws InterruptedException;
  }

  /** The settings of an observer. Not thread-safe; start it once. */
  public static final class Builder {
    private final Map<String, Object> kafkaProperties;
    private final ObservedTopics topics;
    private PointCount points;
    private WarehouseCount warehouse;
    private UnmergedCount unmerged = () -> 0;
    private CommittedOffsets committed = Map::of;
    private Duration retention = Duration.ofHours(24);
    private Duration interval = Duration.ofSeconds(1);
    private int sensorsShown = 20;
    private Clock clock = Clock.systemUTC();

    private Builder(Map<String, Object> kafkaProperties, ObservedTopics topics) {
      if (!kafkaProperties.containsKey(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG)) {
        throw new IllegalArgumentException(
            "The Kafka properties lack " + CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG);
      }

      this.kafkaProperties = new HashMap<>(kafkaProperties);
      this.topics = topics;
    }

    /** Counts points too; without this InfluxDB is not in use. */
    public Builder influx(PointCount count) {
      this.points = count;
      return this;
    }

    /** Counts Parquet files too; without this no warehouse is in use. */
    public Builder warehouse(WarehouseCount count) {
      this.warehouse = count;
      return this;
    }

    /** Counts the readings that the warehouse keeps in no Parquet file yet; none by default. */
    public Builder unmerged(UnmergedCount count) {
      this.unmerged = count;
      return this;
    }

    /** Tells what the job has committed; by default nothing. */
    public Builder committed(CommittedOffsets offsets) {
      this.committed = offsets;
      return this;
    }

    /** How long InfluxDB keeps points, which bounds how far back they can be compared; 24 h. */
    public Builder retention(Duration kept) {
      this.retention = positive(kept, "retention");
      return this;
    }

    /** The shortest pause between two looks at a sink; 1 s. */
    public Builder interval(Duration pause) {
      this.interval = positive(pause, "interval");
      return this;
    }

    /**
     * How many sensors a snapshot holds at most; 20.
     *
     * @throws IllegalArgumentException if negative
     */
    public Builder sensorsShown(int count) {
      if (count < 0) {
        throw new IllegalArgumentException("The number of sensors shown is negative: " + count);
      }

      this.sensorsShown = count;
      return this;
    }

    /** The wall clock. */
    Builder clock(Clock wallClock) {
      this.clock = wallClock;
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
        offsets = new TopicOffsets(Admin.create(adminProperties()), bootstrap(), REQUEST_TIMEOUT);
        Map<TopicPartition, Long> ends = offsets.ends(topics.all());
        SinkObserver observer = new SinkObserver(this, offsets, ends, warehouse);
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

    private Map<String, Object> adminProperties() {
      Map<String, Object> properties = new HashMap<>(kafkaProperties);
      properties.put(CommonClientConfigs.CLIENT_ID_CONFIG, "pfss-observer-offsets");
      return properties;
    }

    /** Two clients of one name would be one in JMX. */
    private Map<String, Object> consumerProperties(String client) {
      Map<String, Object> properties = new HashMap<>(kafkaProperties);
      properties.put(CommonClientConfigs.CLIENT_ID_CONFIG, "pfss-observer-" + client);
      properties.put(
          ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
      properties.put(
          ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
      properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
      properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
      properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
      // The start was removed by the topic's retention: go on with what is left.
      properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
      properties.remove(ConsumerConfig.GROUP_ID_CONFIG);
      return properties;
    }

    private String bootstrap() {
      return String.valueOf(kafkaProperties.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG));
    }

    private static Duration positive(Duration value, String name) {
      if (value.isZero() || value.isNegative()) {
        throw new IllegalArgumentException("The " + name + " is not positive: " + value);
      }

      return value;
    }
  }
}
