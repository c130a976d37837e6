// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.sink;

import io.pfss.pipeline.element.DeadLetter;
import io.pfss.pipeline.element.Delivery;
import io.pfss.pipeline.element.FacilityMinutes;
import io.pfss.pipeline.element.OffsetRange;
import io.pfss.pipeline.element.ScoredBatch;
import io.pfss.pipeline.element.StateRuns;
import io.pfss.pipeline.element.WindowShard;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.beam.sdk.metrics.MetricsContainer;
import org.apache.beam.sdk.metrics.MetricsEnvironment;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindows;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.base.Throwables;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.util.concurrent.ThreadFactoryBuilder;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Delivers scored readings to every sink, and records that could not be parsed, scored or stored to
 * the dead-letter topic. It outputs a bundle's {@link Delivery} only when everything is stored, so
 * the next step may commit the offsets, on any runner.
 *
 * <p>The sinks are flushed in parallel, so a bundle takes as long as its slowest sink.
 *
 * <pre>{@code
 * scoredBatches.apply(
 *     Deliver.to(ScoreSink.to(cluster), InfluxSink.to(url), warehouse.segments())
 *         .rejectsTo(DeadLetterSink.to(cluster)));
 * }</pre>
 */
public final class Deliver extends PTransform<PCollection<ScoredBatch>, PCollection<Delivery>> {
  private final List<Sink> sinks;

  /** Null if a rejected reading fails its bundle. */
  private final @Nullable DeadLetterSink deadLetters;

  private Deliver(List<Sink> sinks, @Nullable DeadLetterSink deadLetters) {
    this.sinks = List.copyOf(sinks);
    this.deadLetters = deadLetters;
  }

  /**
   * Delivers to sinks. Without {@link #rejectsTo}, a dead letter or a rejected reading fails the
   * bundle.
   */
  public static Deliver to(Sink... sinks) {
    return new Deliver(List.of(sinks), null);
  }

  /** Adds a sink. */
  public Deliver and(Sink sink) {
    return new Deliver(
        Stream.concat(sinks.stream(), Stream.of(Objects.requireNonNull(sink, "sink"))).toList(),
        deadLetters);
  }

  /** Publishes dead letters and rejected readings to a topic. */
  public Deliver rejectsTo(DeadLetterSink topic) {
    return new Deliver(sinks, Objects.requireNonNull(topic, "topic"));
  }

  @Override
  public PCollection<Delivery> expand(PCollection<ScoredBatch> batches) {
    return batches
        .apply("Global window", Window.into(new GlobalWindows()))
        .apply("Deliver", ParDo.of(new DeliverFn(sinks, deadLetters)));
  }

  private static final class DeliverFn extends DoFn<ScoredBatch, Delivery> {
    /** Shared by all bundles of the worker. */
    private static final ExecutorService FLUSHES =
        Executors.newCachedThreadPool(
            new ThreadFactoryBuilder().setNameFormat("pfss-flush-%d").setDaemon(true).build());

    /**
     * Up to this size, dead letters are held until the sinks are flushed. Otherwise each retry of a
     * failed bundle would publish them again.
     */
    private static final long MAX_HELD_BYTES = 16 << 20;

    private final List<Sink> sinks;
    private final @Nullable DeadLetterSink deadLetters;

    private transient List<Sink.Writer> writers;

    /** Null without a dead-letter topic. */
    private transient DeadLetterSink.@Nullable Writer rejects;

    private transient List<DeadLetter> rejected;
    private transient long heldBytes;
    private transient List<OffsetRange> offsets;
    private transient StateRuns states;
    private transient FacilityMinutes minutes;
    private transient Instant earliest;

    DeliverFn(List<Sink> sinks, @Nullable DeadLetterSink deadLetters) {
      this.sinks = sinks;
      this.deadLetters = deadLetters;
    }

    @Setup
    public void setUp() throws IOException {
      writers = new ArrayList<>();
      for (Sink sink : sinks) {
        writers.add(sink.open());
      }

      rejects = deadLetters == null ? null : deadLetters.open();
    }

    @StartBundle
    public void startBundle() {
      writers.forEach(Sink.Writer::start);
      if (rejects != null) {
        rejects.start();
      }

      rejected = new ArrayList<>();
      heldBytes = 0;
      offsets = new ArrayList<>();
      states = new StateRuns();
      minutes = new FacilityMinutes();
      earliest = BoundedWindow.TIMESTAMP_MAX_VALUE;
    }

    @ProcessElement
    public void process(@Element ScoredBatch batch, @Timestamp Instant timestamp)
        throws IOException, InterruptedException {
      for (Sink.Writer writer : writers) {
        writer.write(batch);
      }

      rejected.addAll(batch.deadLetters());
      heldBytes += batch.deadLetters().stream().mapToLong(each -> each.value().length).sum();
      if (heldBytes > MAX_HELD_BYTES) {
        rejectHeld();
      }

      offsets.addAll(batch.offsets());
      states.add(batch);
      minutes.add(batch);
      if (timestamp.isBefore(earliest)) {
        earliest = timestamp;
      }
    }

    @FinishBundle
    public void finishBundle(FinishBundleContext context) throws IOException, InterruptedException {
      Set<WindowShard> windows = new HashSet<>();
      for (Acknowledgement acknowledged : flushAll()) {
        rejected.addAll(acknowledged.rejected());
        windows.addAll(acknowledged.windows());
      }

      rejectHeld();
      if (rejects != null) {
        rejects.flush();
      }

      if (!offsets.isEmpty() || !windows.isEmpty()) {
        context.output(
            new Delivery(offsets, List.copyOf(windows), states.all(), minutes.all()),
            earliest,
            GlobalWindow.INSTANCE);
      }

      rejected = List.of();
      offsets = List.of();
      states = new StateRuns();
      minutes = new FacilityMinutes();
    }

    private void rejectHeld() throws IOException {
      if (rejects != null) {
        rejects.write(rejected);
      } else if (!rejected.isEmpty()) {
        throw new IOException(
            "Reading rejected, but Deliver has no dead-letter topic (rejectsTo): "
                + rejected.get(0).message());
      }

      rejected.clear();
      heldBytes = 0;
    }

    private List<Acknowledgement> flushAll() throws IOException, InterruptedException {
      MetricsContainer metrics = MetricsEnvironment.getCurrentContainer();
      List<Future<Acknowledgement>> flushes = new ArrayList<>();
      for (Sink.Writer writer : writers) {
        flushes.add(FLUSHES.submit(() -> flush(writer, metrics)));
      }

      List<Acknowledgement> acknowledged = new ArrayList<>();
      try {
        for (Future<Acknowledgement> flush : flushes) {
          acknowledged.add(flush.get());
        }
      } catch (ExecutionException e) {
        Throwables.throwIfInstanceOf(e.getCause(), IOException.class);
        Throwables.throwIfUnchecked(e.getCause());
        throw new IOException("Failed to flush a sink", e.getCause());
      } finally {
        // After a failure the other flushes are useless.
        flushes.forEach(flush -> flush.cancel(true));
      }

      return acknowledged;
    }

    /** Flushes with the bundle's metrics container: Beam counts only in the thread of a bundle. */
    private static Acknowledgement flush(Sink.Writer writer, MetricsContainer metrics)
        throws IOException, InterruptedException {
      MetricsContainer before = MetricsEnvironment.setCurrentContainer(metrics);
      try {
        return writer.flush();
      } finally {
        MetricsEnvironment.setCurrentContainer(before);
      }
    }
  }
}
