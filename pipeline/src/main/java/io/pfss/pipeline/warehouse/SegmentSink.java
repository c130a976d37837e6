// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.warehouse;

import io.pfss.pipeline.element.ReceivedReading;
import io.pfss.pipeline.element.ScoredBatch;
import io.pfss.pipeline.element.WindowShard;
import io.pfss.pipeline.sink.Acknowledgement;
import io.pfss.pipeline.sink.Sink;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;

/** Makes the readings of a bundle durable, in at least one segment per window of the warehouse. */
record SegmentSink(WarehouseSettings settings) implements Sink {
  @Override
  public Sink.Writer open() {
    return new SegmentWriter(settings);
  }

  private static final class SegmentWriter implements Sink.Writer {
    private final WarehouseSettings settings;
    private final WarehouseLayout layout;
    private final Counter segmentsWritten = Metrics.counter(WriteWarehouse.class, "segments");

    private Map<WindowShard, Segment> segments;
    private Set<WindowShard> written;

    SegmentWriter(WarehouseSettings settings) {
      this.settings = settings;
      this.layout = settings.layout();
    }

    @Override
    public void start() {
      segments = new HashMap<>();
      written = new HashSet<>();
    }

    @Override
    public void write(ScoredBatch batch) throws IOException {
      for (ReceivedReading reading : batch.readings()) {
        add(reading);
      }
    }

    @Override
    public Acknowledgement flush() throws IOException {
      for (Map.Entry<WindowShard, Segment> segment : segments.entrySet()) {
        write(segment.getKey(), segment.getValue());
      }

      segments.clear();
      return new Acknowledgement(List.of(), written);
    }

    private void add(ReceivedReading reading) throws IOException {
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
}
