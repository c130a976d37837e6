// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.io;

import io.pfss.pipeline.element.DeadLetter;
import io.pfss.pipeline.element.Delivery;
import io.pfss.pipeline.element.ScoredBatch;
import io.pfss.pipeline.element.SourceOffset;
import io.pfss.pipeline.sink.Acknowledgement;
import io.pfss.pipeline.sink.Sink;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.PaneInfo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.joda.time.Duration;
import org.joda.time.Instant;

/**
 * Writes single elements to a sink. It outputs them, with their timestamps and windows, when the
 * sink has acknowledged them: at the end of a bundle, or when {@value #MAX_HELD} elements are
 * buffered.
 */
final class StoreElements<T> extends DoFn<T, T> {
  /** Dead letters of refused elements, with the timestamps and windows of the elements. */
  static final TupleTag<DeadLetter> REJECTED = new TupleTag<>() {};

  /** Windows of the warehouse that have new segments. */
  static final TupleTag<Delivery> SEGMENTS = new TupleTag<>() {};

  private static final int MAX_HELD = 10_000;

  private final TupleTag<T> stored;
  private final Sink sink;
  private final SerializableFunction<T, ScoredBatch> toBatch;

  private transient Sink.Writer writer;
  private transient List<Held<T>> held;

  private StoreElements(
      TupleTag<T> stored, Sink sink, SerializableFunction<T, ScoredBatch> toBatch) {
    this.stored = stored;
    this.sink = sink;
    this.toBatch = toBatch;
  }

  /**
   * Writes elements.
   *
   * @param stored the tag of the stored elements
   * @param toBatch converts an element to a batch of one reading
   */
  static <T> PCollectionTuple in(
      Sink sink,
      PCollection<T> elements,
      TupleTag<T> stored,
      SerializableFunction<T, ScoredBatch> toBatch) {
    PCollectionTuple written =
        elements.apply(
            "Store",
            ParDo.of(new StoreElements<>(stored, sink, toBatch))
                .withOutputTags(stored, TupleTagList.of(REJECTED).and(SEGMENTS)));
    written.get(stored).setCoder(elements.getCoder());
    return written;
  }

  @Setup
  public void setUp() throws IOException {
    writer = sink.open();
  }

  @StartBundle
  public void startBundle() {
    held = new ArrayList<>();
  }

  @ProcessElement
  public void process(
      @Element T element,
      @Timestamp Instant timestamp,
      BoundedWindow window,
      MultiOutputReceiver receiver)
      throws IOException, InterruptedException {
    if (held.isEmpty()) {
      writer.start();
    }

    ScoredBatch batch = toBatch.apply(element);
    writer.write(batch);
    held.add(new Held<>(element, batch.readings().get(0).position(), timestamp, window));
    if (held.size() == MAX_HELD) {
      flush(
          new Output() {
            @Override
            public <V> void output(TupleTag<V> tag, V value, Instant time, BoundedWindow in) {
              receiver.get(tag).outputWindowedValue(value, time, List.of(in), PaneInfo.NO_FIRING);
            }
          });
    }
  }

  @FinishBundle
  public void finishBundle(FinishBundleContext context) throws IOException, InterruptedException {
    if (!held.isEmpty()) {
      flush(context::output);
    }

    held = List.of();
  }

  /**
   * Buffered elements may be earlier than the current element; the watermark has not passed them.
   */
  @Override
  @SuppressWarnings("deprecation")
  public Duration getAllowedTimestampSkew() {
    return Duration.millis(Long.MAX_VALUE);
  }

  private void flush(Output output) throws IOException, InterruptedException {
    Acknowledgement acknowledged = writer.flush();
    Map<SourceOffset, DeadLetter> rejected =
        acknowledged.rejected().stream()
            .collect(Collectors.toMap(DeadLetter::position, Function.identity(), (a, b) -> a));
    for (Held<T> each : held) {
      DeadLetter deadLetter = rejected.get(each.position);
      if (deadLetter == null) {
        output.output(stored, each.element, each.timestamp, each.window);
      } else {
        output.output(REJECTED, deadLetter, each.timestamp, each.window);
      }
    }

    if (!acknowledged.windows().isEmpty()) {
      output.output(
          SEGMENTS,
          Delivery.of(List.of(), List.copyOf(acknowledged.windows())),
          held.get(0).timestamp,
          held.get(0).window);
    }

    held.clear();
  }

  /** The output of a flush. */
  private interface Output {
    <V> void output(TupleTag<V> tag, V value, Instant timestamp, BoundedWindow window);
  }

  /** An element that is written but not acknowledged yet. */
  private record Held<T>(
      T element, SourceOffset position, Instant timestamp, BoundedWindow window) {}
}
