package io.pfss.pipeline.warehouse;

import io.pfss.pipeline.ReadingBatch;
import io.pfss.pipeline.ReceivedReading;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;
import org.joda.time.Instant;

/**
 * Makes the readings of a bundle durable, a segment for each window, and announces the windows: by
 * shard, the start of each window that has a new segment.
 *
 * <p>Each window is announced twice: at its own time, for the merge at its close, and at the
 * present time, which the watermark has never passed. So a segment that comes late is merged at the
 * close of the present window.
 */
final class WriteSegments extends DoFn<ReadingBatch, KV<Integer, Long>> {
  private final WarehouseSettings settings;
  private final Counter segmentsWritten = Metrics.counter(WriteWarehouse.class, "segments");

  private transient WarehouseLayout layout;
  private transient Map<WindowShard, Segment> segments;
  private transient Set<WindowShard> written;

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
  }

  @ProcessElement
  public void process(@Element ReadingBatch batch) throws IOException {
    for (ReceivedReading reading : batch.readings()) {
      keep(reading);
    }
  }

  @FinishBundle
  public void finishBundle(FinishBundleContext context) throws IOException {
    for (Map.Entry<WindowShard, Segment> segment : segments.entrySet()) {
      write(segment.getKey(), segment.getValue());
    }

    Instant now = Instant.now();
    for (WindowShard window : written) {
      KV<Integer, Long> announcement = KV.of(window.shard(), window.startMillis());
      context.output(
          announcement, Instant.ofEpochMilli(window.startMillis()), GlobalWindow.INSTANCE);
      context.output(announcement, now, GlobalWindow.INSTANCE);
    }

    segments = null;
    written = null;
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
