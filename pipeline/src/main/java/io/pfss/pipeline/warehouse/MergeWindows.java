// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.warehouse;

import io.pfss.pipeline.catalog.CatalogUnavailableException;
import io.pfss.pipeline.warehouse.SegmentFolder.Unmerged;
import io.pfss.pipeline.warehouse.WindowMerger.Merged;
import java.io.IOException;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.KV;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Merges the windows that were announced. The input is grouped by shard, so that no two merges of a
 * window run at the same time. Windows that close in the same bundle are merged together.
 */
final class MergeWindows extends DoFn<KV<Integer, Iterable<Long>>, KV<String, Long>> {
  private static final Logger LOG = LoggerFactory.getLogger(MergeWindows.class);

  private final WarehouseSettings settings;
  private final Counter rows = Metrics.counter(WriteWarehouse.class, WriteWarehouse.ROWS);
  private final Counter files = Metrics.counter(WriteWarehouse.class, "files");
  private final Counter duplicates =
      Metrics.counter(WriteWarehouse.class, WriteWarehouse.DUPLICATES);
  private final Counter postponed = Metrics.counter(WriteWarehouse.class, "postponedWindows");

  private transient WindowMerger merger;
  private transient SegmentFolder segments;
  private transient Map<Integer, NavigableMap<Long, BoundedWindow>> announced;

  MergeWindows(WarehouseSettings settings) {
    this.settings = settings;
  }

  @Setup
  public void setUp() {
    merger = new WindowMerger(settings);
    segments = new SegmentFolder(settings.layout());
  }

  @StartBundle
  public void startBundle() {
    announced = new TreeMap<>();
  }

  @ProcessElement
  public void process(@Element KV<Integer, Iterable<Long>> starts, BoundedWindow pane) {
    NavigableMap<Long, BoundedWindow> ofShard =
        announced.computeIfAbsent(starts.getKey(), any -> new TreeMap<>());
    starts.getValue().forEach(start -> ofShard.put(start, pane));
  }

  @FinishBundle
  public void finishBundle(FinishBundleContext output) throws IOException {
    for (Map.Entry<Integer, NavigableMap<Long, BoundedWindow>> ofShard : announced.entrySet()) {
      int shard = ofShard.getKey();
      NavigableMap<Long, BoundedWindow> panes = ofShard.getValue();
      LOG.info("Merging windows shard={} windows={}", shard, panes.size());
      try {
        merge(shard, panes, output);
      } catch (CatalogUnavailableException e) {
        // The readings are durable: a later merge finds their segments.
        postponed.inc(panes.size());
        LOG.error(
            "Windows not committed; a later merge retries shard={} windows={} error={}",
            shard,
            panes.size(),
            e.getMessage());
      }
    }
  }

  private void merge(int shard, NavigableMap<Long, BoundedWindow> panes, FinishBundleContext output)
      throws IOException {
    for (Merged merged : merger.merge(shard, any -> panes.containsKey(startOf(any)))) {
      emit(
          merged, Objects.requireNonNull(panes.get(merged.window().startMillis()), "pane"), output);
    }

    long before = System.currentTimeMillis() - settings.sweepAfter().getMillis();
    for (Merged merged : merger.merge(shard, any -> any.lastWrittenMillis() < before)) {
      emit(merged, panes.lastEntry().getValue(), output);
    }

    segments.deleteUnfinished(before);
  }

  private void emit(Merged merged, BoundedWindow pane, FinishBundleContext output) {
    rows.inc(merged.rows());
    duplicates.inc(merged.duplicates());
    merged
        .path()
        .ifPresent(
            path -> {
              files.inc();
              output.output(KV.of(path, merged.rows()), pane.maxTimestamp(), pane);
            });
  }

  private static long startOf(Unmerged unmerged) {
    return unmerged.window().startMillis();
  }
}
