package io.pfss.pipeline.sink;

import io.pfss.pipeline.element.DeadLetter;
import io.pfss.pipeline.element.Delivery;
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
 * Delivers scored readings to every sink, and what could not be read, scored or stored to the topic
 * of dead letters. All that a bundle has is stored before anything of it is handed on, so whoever
 * comes next may commit its offsets, on any runner.
 *
 * <p>The sinks are flushed at the same time: a bundle takes as long as its slowest sink, and not as
 * all of them.
 *
 * <pre>{@code
 * scoredBatches.apply(
 *     Deliver.to(ScoreSink.to(cluster), InfluxSink.to(url), warehouse.segments())
 *         .rejectsTo(DeadLetterSink.to(cluster)));
 * }</pre>
 */
public final class Deliver extends PTransform<PCollection<ScoredBatch>, PCollection<Delivery>> {
  private final List<Sink> sinks;

  /** Null if a reading that is rejected fails its bundle. */
  private final @Nullable DeadLetterSink deadLetters;

  private Deliver(List<Sink> sinks, @Nullable DeadLetterSink deadLetters) {
    this.sinks = List.copyOf(sinks);
    this.deadLetters = deadLetters;
  }

  /**
   * Delivers to sinks; a batch with a dead letter, and a reading that is rejected, fail the bundle.
   */
  public static Deliver to(Sink... sinks) {
    return new Deliver(List.of(sinks), null);
  }

  /** Delivers to one more sink. */
  public Deliver and(Sink sink) {
    return new Deliver(
        Stream.concat(sinks.stream(), Stream.of(Objects.requireNonNull(sink, "sink"))).toList(),
        deadLetters);
  }

  /** Publishes what is rejected. */
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
    /** The worker's, for all bundles. */
    private static final ExecutorService FLUSHES =
        Executors.newCachedThreadPool(
            new ThreadFactoryBuilder().setNameFormat("pfss-flush-%d").setDaemon(true).build());

    /**
     * Dead letters wait for the flush of the sinks: those of a bundle that fails would be published
     * with each try. Unless they are many.
     */
    private static final long MAX_HELD_BYTES = 16 << 20;

    private final List<Sink> sinks;
    private final @Nullable DeadLetterSink deadLetters;

    private transient List<Sink.Writer> writers;

    /** Null where there is no such topic. */
    private transient DeadLetterSink.@Nullable Writer rejects;

    private transient List<DeadLetter> rejected;
    private transient long heldBytes;
    private transient List<OffsetRange> offsets;
    private transient StateRuns states;
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
            new Delivery(offsets, List.copyOf(windows), states.all()),
            earliest,
            GlobalWindow.INSTANCE);
      }

      rejected = List.of();
      offsets = List.of();
      states = new StateRuns();
    }

    private void rejectHeld() throws IOException {
      if (rejects != null) {
        rejects.write(rejected);
      } else if (!rejected.isEmpty()) {
        throw new IOException(
            "There is a dead letter, and Deliver has no rejectsTo: " + rejected.get(0).message());
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
        throw new IOException("A sink could not be flushed", e.getCause());
      } finally {
        // Of those that others' failures make useless.
        flushes.forEach(flush -> flush.cancel(true));
      }

      return acknowledged;
    }

    /** Beam counts only in the thread of a bundle; this lets the thread of a flush count for it. */
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
