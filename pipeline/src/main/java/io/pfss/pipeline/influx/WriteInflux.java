package io.pfss.pipeline.influx;

import io.pfss.models.reading.ErrorCode;
import io.pfss.pipeline.KafkaPosition;
import io.pfss.pipeline.ReadingBatch;
import io.pfss.pipeline.ReadingBatchCoder;
import io.pfss.pipeline.deadletter.DeadLetter;
import io.pfss.pipeline.score.ScoredReading;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindows;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TimestampedValue;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.base.Throwables;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.collect.Lists;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.util.concurrent.ThreadFactoryBuilder;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the scored readings of batches to InfluxDB 1.x or 2.x, a point each; points that the
 * server refuses become dead letters of their batches, in line protocol. The batches go on when all
 * points of their bundle are answered for. A repeated write changes nothing but {@code latency_ms}.
 *
 * <pre>{@code
 * scoredBatches.apply(WriteInflux.to("http://localhost:8086").withDatabase("heat_pf"));
 * }</pre>
 */
public final class WriteInflux
    extends PTransform<PCollection<ReadingBatch>, PCollection<ReadingBatch>> {
  private static final Logger LOG = LoggerFactory.getLogger(WriteInflux.class);
  private static final InfluxDestination DEFAULT_DESTINATION =
      new InfluxDestination.Database("heat_pf", "pfss_24h", "", null);
  // What InfluxData advises for one request.
  private static final int DEFAULT_BATCH_POINTS = 5000;
  private static final Duration DEFAULT_BATCH_DELAY = Duration.millis(500);
  private static final Duration DEFAULT_RETRY_FOR = Duration.standardMinutes(5);

  /** Of a server that need not take the points: as long as a restart of it takes. */
  private static final Duration OPTIONAL_RETRY_FOR = Duration.standardSeconds(10);

  /** Of a bundle: one that the server works on, and one that is made meanwhile. */
  private static final int REQUESTS_IN_FLIGHT = 2;

  private final InfluxAddress address;
  private final InfluxDestination destination;
  private final int batchPoints;
  private final Duration batchDelay;
  private final Duration retryFor;
  private final boolean isRequired;

  private WriteInflux(
      InfluxAddress address,
      InfluxDestination destination,
      int batchPoints,
      Duration batchDelay,
      Duration retryFor,
      boolean isRequired) {
    if (batchPoints < 1) {
      throw new IllegalArgumentException("A batch has at least one point: " + batchPoints);
    }

    this.address = Objects.requireNonNull(address, "address");
    this.destination = Objects.requireNonNull(destination, "destination");
    this.batchPoints = batchPoints;
    this.batchDelay = Objects.requireNonNull(batchDelay, "batchDelay");
    this.retryFor = Objects.requireNonNull(retryFor, "retryFor");
    this.isRequired = isRequired;
  }

  /** Writes to database {@code heat_pf} of an InfluxDB 1.x without users. */
  public static WriteInflux to(String url) {
    return new WriteInflux(
        InfluxAddress.at(url),
        DEFAULT_DESTINATION,
        DEFAULT_BATCH_POINTS,
        DEFAULT_BATCH_DELAY,
        DEFAULT_RETRY_FOR,
        true);
  }

  /** Trusts the authorities of a PEM file on any Beam file system; empty for those of Java. */
  public WriteInflux withCaFile(String file) {
    return new WriteInflux(
        address.withCaFile(file), destination, batchPoints, batchDelay, retryFor, isRequired);
  }

  /** Writes to another database, or to a bucket, and says who writes. */
  public WriteInflux withDestination(InfluxDestination target) {
    return new WriteInflux(address, target, batchPoints, batchDelay, retryFor, isRequired);
  }

  /** The most points of one request; default 5000. */
  public WriteInflux withBatchPoints(int points) {
    return new WriteInflux(address, destination, points, batchDelay, retryFor, isRequired);
  }

  /** How long a point may wait for others in a bundle that goes on; default 500 ms. */
  public WriteInflux withBatchDelay(Duration delay) {
    return new WriteInflux(address, destination, batchPoints, delay, retryFor, isRequired);
  }

  /**
   * How long a server may be away before the bundle fails, for the runner to retry; default 5 min.
   */
  public WriteInflux withRetryFor(Duration duration) {
    return new WriteInflux(address, destination, batchPoints, batchDelay, duration, isRequired);
  }

  /**
   * Lets the other sinks go on when the server is away for more than 10 s or refuses the writer:
   * its points become dead letters, to be replayed, until it takes one again.
   */
  public WriteInflux optional() {
    return new WriteInflux(
        address, destination, batchPoints, batchDelay, OPTIONAL_RETRY_FOR, false);
  }

  /**
   * Asks the server once whether it would take points. One that is away may come yet: that is only
   * logged.
   *
   * @throws InfluxRefusedException if it refuses the writer, or is not to be trusted
   */
  public void check() throws InfluxRefusedException {
    InfluxWriter writer;
    try {
      writer = writer();
    } catch (IOException e) {
      LOG.warn("InfluxDB at {} is unavailable, retrying: {}", address.url(), e.toString());
      return;
    }

    writer.check();
  }

  private InfluxWriter writer() throws IOException {
    return new InfluxWriter(connection(), address.url(), retryFor);
  }

  private InfluxConnection connection() throws IOException {
    return InfluxConnection.of(address, destination);
  }

  @Override
  public PCollection<ReadingBatch> expand(PCollection<ReadingBatch> batches) {
    return batches
        .apply("Global window", Window.into(new GlobalWindows()))
        .apply("Write", ParDo.of(new Write(this)))
        .setCoder(ReadingBatchCoder.of());
  }

  private static final class Write extends DoFn<ReadingBatch, ReadingBatch> {
    /** The worker's, for all bundles: while a server writes, their steps go on. */
    private static final ExecutorService REQUESTS =
        Executors.newCachedThreadPool(
            new ThreadFactoryBuilder().setNameFormat("pfss-influx-%d").setDaemon(true).build());

    private final WriteInflux settings;
    private final int batchPoints;
    private final long batchDelayNanos;
    private final Counter written = Metrics.counter(WriteInflux.class, "points");
    private final Counter refusedPoints = Metrics.counter(WriteInflux.class, "deadLetters");

    private transient InfluxOutage outage;
    private transient InfluxWriter writer;
    private transient List<ScoredReading> points;
    private transient Deque<Future<Answer>> requests;
    private transient Map<KafkaPosition, DeadLetter> refused;
    private transient List<TimestampedValue<ReadingBatch>> batches;
    private transient long firstPointNanos;

    Write(WriteInflux settings) {
      this.settings = settings;
      batchPoints = settings.batchPoints;
      batchDelayNanos = TimeUnit.MILLISECONDS.toNanos(settings.batchDelay.getMillis());
    }

    @Setup
    public void setUp() throws IOException {
      outage = settings.connection().outage();
      writer = settings.writer();
    }

    @StartBundle
    public void startBundle() {
      points = new ArrayList<>();
      requests = new ArrayDeque<>();
      refused = new HashMap<>();
      batches = new ArrayList<>();
    }

    @ProcessElement
    public void process(@Element ReadingBatch batch, @Timestamp Instant timestamp)
        throws IOException, InterruptedException {
      long now = System.nanoTime();
      if (points.isEmpty()) {
        firstPointNanos = now;
      }

      points.addAll(batch.scored());
      if (points.size() >= batchPoints || now - firstPointNanos >= batchDelayNanos) {
        flush();
      }

      batches.add(TimestampedValue.of(batch, timestamp));
    }

    @FinishBundle
    public void finishBundle(FinishBundleContext context) throws IOException, InterruptedException {
      flush();
      while (!requests.isEmpty()) {
        awaitFirst();
      }

      for (TimestampedValue<ReadingBatch> each : batches) {
        ReadingBatch batch = each.getValue();
        context.output(
            batch.withScores(batch.scored(), refused(batch)),
            each.getTimestamp(),
            GlobalWindow.INSTANCE);
      }

      refused = null;
      batches = null;
    }

    /** With their batch: its positions must not be committed before they are published. */
    private List<DeadLetter> refused(ReadingBatch batch) {
      return batch.scored().stream()
          .map(scored -> refused.get(scored.received().position()))
          .filter(Objects::nonNull)
          .toList();
    }

    private void flush() throws IOException, InterruptedException {
      for (List<ScoredReading> request : Lists.partition(List.copyOf(points), batchPoints)) {
        if (requests.size() == REQUESTS_IN_FLIGHT) {
          awaitFirst();
        }

        requests.add(REQUESTS.submit(() -> send(request)));
      }

      points.clear();
    }

    private Answer send(List<ScoredReading> request) throws IOException, InterruptedException {
      if (settings.isRequired) {
        return write(request);
      }

      Optional<String> known = outage.known();
      if (known.isPresent()) {
        return spill(request, known.get());
      }

      try {
        Answer answer = write(request);
        outage.end();
        return answer;
      } catch (IOException e) {
        outage.begin(e.getMessage());
        return spill(request, e.getMessage());
      }
    }

    private Answer write(List<ScoredReading> request) throws IOException, InterruptedException {
      long now = System.currentTimeMillis();
      List<DeadLetter> dead = new ArrayList<>();
      writer.write(
          request,
          scored -> PointLine.of(scored, now),
          (scored, why) -> dead.add(deadLetter(scored, "InfluxDB refused the point: " + why, now)));
      return new Answer(request.size() - dead.size(), dead);
    }

    /** Those that were written before the failure are letters too: a repeat changes nothing. */
    private static Answer spill(List<ScoredReading> request, String why) {
      long now = System.currentTimeMillis();
      return new Answer(0, request.stream().map(scored -> deadLetter(scored, why, now)).toList());
    }

    private void awaitFirst() throws IOException, InterruptedException {
      try {
        Answer answer = requests.removeFirst().get();
        written.inc(answer.written());
        refusedPoints.inc(answer.refused().size());
        answer.refused().forEach(letter -> refused.put(letter.position(), letter));
      } catch (ExecutionException e) {
        Throwables.throwIfInstanceOf(e.getCause(), IOException.class);
        throw new IllegalStateException(
            "InfluxDB at " + settings.address.url() + " could not be written to", e);
      }
    }

    private static DeadLetter deadLetter(ScoredReading scored, String why, long nowMillis) {
      return new DeadLetter(
          PointLine.of(scored, nowMillis).getBytes(StandardCharsets.UTF_8),
          ErrorCode.SINK,
          why,
          scored.received().position(),
          nowMillis);
    }
  }

  /** What came of a request. */
  private record Answer(int written, List<DeadLetter> refused) {}
}
