package io.pfss.pipeline.warehouse;

import io.pfss.pipeline.PositionRange;
import io.pfss.pipeline.ReadingBatch;
import io.pfss.pipeline.ReceivedReading;
import io.pfss.pipeline.score.StateRuns;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.joda.time.Instant;

/**
 * Makes the readings of a bundle durable, a segment for each window, and tells which positions and
 * windows that were, and what was said of the sensors.
 */
final class WriteSegments extends DoFn<ReadingBatch, KeptReadings> {
  private final WarehouseSettings settings;
  private final Counter segmentsWritten = Metrics.counter(WriteWarehouse.class, "segments");

  private transient WarehouseLayout layout;
  private transient Map<WindowShard, Segment> segments;
  private transient Set<WindowShard> written;
  private transient List<PositionRange> positions;
  private transient StateRuns states;
  private transient Instant earliest;

  WriteSegments(WarehouseSettings settings) {
    this.settings = settings;
  }

  @Setup
  public void setUp() {
    layout = settings.layout();
  }

  @StartBundle
  public void startBundle() {
    segments = new HashMap<>();
    written = new HashSet<>();
    positions = new ArrayList<>();
    states = new StateRuns();
    earliest = BoundedWindow.TIMESTAMP_MAX_VALUE;
  }

  @ProcessElement
  public void process(@Element ReadingBatch batch, @Timestamp Instant timestamp)
      throws IOException {
    positions.addAll(batch.positions());
    if (timestamp.isBefore(earliest)) {
      earliest = timestamp;
    }

    for (ReceivedReading reading : batch.readings()) {
      keep(reading);
    }

    states.add(batch);
  }

  @FinishBundle
  public void finishBundle(FinishBundleContext context) throws IOException {
    for (Map.Entry<WindowShard, Segment> segment : segments.entrySet()) {
      write(segment.getKey(), segment.getValue());
    }

    if (!positions.isEmpty() || !written.isEmpty()) {
      context.output(
          new KeptReadings(positions, List.copyOf(written), states.all()),
          earliest,
          GlobalWindow.INSTANCE);
    }

    segments = null;
    written = null;
    positions = null;
    states = null;
  }

  private void keep(ReceivedReading reading) throws IOException {
    WindowShard window =
        settings.windowOf(reading.reading().eventTimeMillis(), reading.position().partition());
    Segment segment = segments.computeIfAbsent(window, any -> new Segment());
    segment.add(reading);
    if (segment.size() >= settings.segmentBytes()) {
      segments.remove(window);
      write(window, segment);
    }
  }

  private void write(WindowShard window, Segment segment) throws IOException {
    byte[] content = segment.toBytes();
    WarehouseFiles.write(
        content, layout.temporary(), layout.segment(window, WarehouseFiles.hash(content)));
    written.add(window);
    segmentsWritten.inc();
  }
}
