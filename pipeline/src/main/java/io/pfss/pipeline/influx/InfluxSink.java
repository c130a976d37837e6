// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.influx;

import io.pfss.models.reading.ErrorCode;
import io.pfss.pipeline.element.DeadLetter;
import io.pfss.pipeline.element.ScoredBatch;
import io.pfss.pipeline.element.ScoredReading;
import io.pfss.pipeline.sink.Acknowledgement;
import io.pfss.pipeline.sink.Sink;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.base.Throwables;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.collect.Lists;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.util.concurrent.ThreadFactoryBuilder;
import org.joda.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes scored readings to InfluxDB 1.x or 2.x, one point each. Rejects points that the server
 * refuses, in line protocol. A duplicate write changes nothing but {@code latency_ms}.
 *
 * <pre>{@code
 * Deliver.to(InfluxSink.to("http://localhost:8086").withDestination(destination))
 *     .rejectsTo(DeadLetterSink.to(cluster));
 * }</pre>
 */
public final class InfluxSink implements Sink {
  private static final long serialVersionUID = 1;
  private static final Logger LOG = LoggerFactory.getLogger(InfluxSink.class);
  private static final InfluxDestination DEFAULT_DESTINATION =
      new InfluxDestination.Database("heat_pf", "pfss_24h", "", null);
  // InfluxData recommends this size.
  private static final int DEFAULT_BATCH_POINTS = 5000;
  private static final Duration DEFAULT_RETRY_FOR = Duration.standardMinutes(5);

  /** For a server that is not required: about the time of a restart. */
  private static final Duration OPTIONAL_RETRY_FOR = Duration.standardSeconds(10);

  /** Maximum time that a point waits for others while the bundle continues. */
  private static final long BATCH_DELAY_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  /** For each bundle: one that the server processes, and one that is prepared meanwhile. */
  private static final int REQUESTS_IN_FLIGHT = 2;

  private final InfluxAddress address;
  private final InfluxDestination destination;
  private final int batchPoints;
  private final Duration retryFor;
  private final boolean isRequired;

  private InfluxSink(
      InfluxAddress address,
      InfluxDestination destination,
      int batchPoints,
      Duration retryFor,
      boolean isRequired) {
    if (batchPoints < 1) {
      throw new IllegalArgumentException("A request must have at least one point: " + batchPoints);
    }

    this.address = Objects.requireNonNull(address, "address");
    this.destination = Objects.requireNonNull(destination, "destination");
    this.batchPoints = batchPoints;
    this.retryFor = Objects.requireNonNull(retryFor, "retryFor");
    this.isRequired = isRequired;
  }

  /** Writes to database {@code heat_pf} of an InfluxDB 1.x that requires no user. */
  public static InfluxSink to(String url) {
    return new InfluxSink(
        InfluxAddress.at(url), DEFAULT_DESTINATION, DEFAULT_BATCH_POINTS, DEFAULT_RETRY_FOR, true);
  }

  /** Sets a PEM file of trusted certificate authorities, on any Beam file system; empty: Java's. */
  public InfluxSink withCaFile(String file) {
    return new InfluxSink(address.withCaFile(file), destination, batchPoints, retryFor, isRequired);
  }

  /** Sets the database or bucket, with credentials. */
  public InfluxSink withDestination(InfluxDestination target) {
    return new InfluxSink(address, target, batchPoints, retryFor, isRequired);
  }

  /** Sets the maximum number of points per request; default 5000. */
  public InfluxSink withBatchPoints(int points) {
    return new InfluxSink(address, destination, points, retryFor, isRequired);
  }

  /**
   * Sets how long to retry while the server is unavailable; default 5 min. After that the bundle
   * fails, and the runner retries it.
   */
  public InfluxSink withRetryFor(Duration duration) {
    return new InfluxSink(address, destination, batchPoints, duration, isRequired);
  }

  /**
   * Does not make the other sinks wait if the server is unavailable for more than 10 s or refuses
   * the user or token. Until it accepts a point again, points become dead letters, to be replayed.
   */
  public InfluxSink optional() {
    return new InfluxSink(address, destination, batchPoints, OPTIONAL_RETRY_FOR, false);
  }

  /**
   * Checks once whether the server would accept points. If the server does not answer, only logs
   * that, because it may start later.
   *
   * @throws InfluxRefusedException if it refuses the user or token, or its certificate is not
   *     trusted
   */
  public void check() throws InfluxRefusedException {
    InfluxWriter writer;
    try {
      writer = writer();
    } catch (IOException e) {
      LOG.warn("InfluxDB unavailable; retrying url={} error={}", address.url(), e.toString());
      return;
    }

    writer.check();
  }

  private InfluxWriter writer() throws IOException {
    return new InfluxWriter(connection(), retryFor);
  }

  private InfluxConnection connection() throws IOException {
    return InfluxConnection.of(address, destination);
  }

  @Override
  public Sink.Writer open() throws IOException {
    return new PointWriter(this);
  }

  private static final class PointWriter implements Sink.Writer {
    /** Shared by all bundles of the worker. While a server writes, their steps continue. */
    private static final ExecutorService REQUESTS =
        Executors.newCachedThreadPool(
            new ThreadFactoryBuilder().setNameFormat("pfss-influx-%d").setDaemon(true).build());

    private final InfluxSink settings;
    private final int batchPoints;
    private final Counter written = Metrics.counter(InfluxSink.class, "points");
    private final Counter refusedPoints = Metrics.counter(InfluxSink.class, "deadLetters");
    private final InfluxOutage outage;
    private final InfluxWriter writer;

    private List<ScoredReading> points;
    private Deque<Future<Answer>> requests;
    private List<DeadLetter> refused;
    private long firstPointNanos;

    PointWriter(InfluxSink settings) throws IOException {
      this.settings = settings;
      batchPoints = settings.batchPoints;
      outage = settings.connection().outage();
      writer = settings.writer();
    }

    @Override
    public void start() {
      points = new ArrayList<>();
      requests = new ArrayDeque<>();
      refused = new ArrayList<>();
    }

    @Override
    public void write(ScoredBatch batch) throws IOException, InterruptedException {
      long now = System.nanoTime();
      if (points.isEmpty()) {
        firstPointNanos = now;
      }

      points.addAll(batch.scored());
      if (points.size() >= batchPoints || now - firstPointNanos >= BATCH_DELAY_NANOS) {
        request();
      }
    }

    @Override
    public Acknowledgement flush() throws IOException, InterruptedException {
      try {
        request();
        while (!requests.isEmpty()) {
          awaitFirst();
        }
      } finally {
        // If the bundle fails, these would be retried for minutes, in parallel to its next attempt.
        requests.forEach(request -> request.cancel(true));
      }

      return new Acknowledgement(refused, Set.of());
    }

    private void request() throws IOException, InterruptedException {
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

      Optional<String> outageReason = outage.known();
      if (outageReason.isPresent()) {
        return spill(request, outageReason.get());
      }

      try {
        Answer answer = write(request);
        outage.end();
        return answer;
      } catch (IOException e) {
        String why = String.valueOf(e.getMessage());
        outage.begin(why);
        return spill(request, why);
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

    /** Points written before the failure become dead letters too; a duplicate changes nothing. */
    private static Answer spill(List<ScoredReading> request, String why) {
      long now = System.currentTimeMillis();
      return new Answer(0, request.stream().map(scored -> deadLetter(scored, why, now)).toList());
    }

    private void awaitFirst() throws IOException, InterruptedException {
      try {
        Answer answer = requests.removeFirst().get();
        written.inc(answer.written());
        refusedPoints.inc(answer.refused().size());
        refused.addAll(answer.refused());
      } catch (ExecutionException e) {
        Throwables.throwIfInstanceOf(e.getCause(), IOException.class);
        throw new IllegalStateException(
            "Failed to write to InfluxDB at " + settings.address.url(), e);
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

  /** The result of a request. */
  private record Answer(int written, List<DeadLetter> refused) {}
}
