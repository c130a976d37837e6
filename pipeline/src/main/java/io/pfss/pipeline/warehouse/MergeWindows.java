package io.pfss.pipeline.warehouse;

import io.pfss.pipeline.catalog.CatalogUnavailableException;
import io.pfss.pipeline.warehouse.WindowMerger.Merged;
import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Merges the windows that were announced. Its input is grouped by shard, so that no two merges of
 * one window run at once.
 */
final class MergeWindows extends DoFn<KV<Integer, Iterable<Long>>, KV<String, Long>> {
  private static final Logger LOG = LoggerFactory.getLogger(MergeWindows.class);

  private final WarehouseSettings settings;
  private final Counter rows = Metrics.counter(WriteWarehouse.class, WriteWarehouse.ROWS);
  private final Counter files = Metrics.counter(WriteWarehouse.class, "files");
  private final Counter repeats = Metrics.counter(WriteWarehouse.class, WriteWarehouse.REPEATS);
  private final Counter postponed = Metrics.counter(WriteWarehouse.class, "postponedWindows");

  private transient WindowMerger merger;
  private transient SegmentSweeper sweeper;

  MergeWindows(WarehouseSettings settings) {
    this.settings = settings;
  }

  @Setup
  public void setUp() {
    WarehouseLayout layout = settings.layout();
    merger = new WindowMerger(layout, settings.finalFiles());
    sweeper = new SegmentSweeper(layout, merger);
  }

  @ProcessElement
  public void process(
      @Element KV<Integer, Iterable<Long>> announced, OutputReceiver<KV<String, Long>> output)
      throws IOException {
    int shard = announced.getKey();
    TreeSet<Long> starts = new TreeSet<>();
    announced.getValue().forEach(starts::add);
    LOG.info("Pane of shard {}: {} windows", shard, starts.size());
    try {
      merge(shard, starts, output);
    } catch (CatalogUnavailableException e) {
      // The readings are durable, and a later merge finds their segments.
      postponed.inc(starts.size());
      LOG.error("Windows of shard {} are not committed yet: {}", shard, e.getMessage());
    }
  }

  private void merge(int shard, Set<Long> starts, OutputReceiver<KV<String, Long>> output)
      throws IOException {
    for (long start : starts) {
      merger.merge(settings.window(start, shard)).ifPresent(merged -> emit(merged, output));
    }

    long before = System.currentTimeMillis() - settings.sweepAfter().getMillis();
    // Segments of an earlier run may be of more shards than there are now.
    sweeper
        .mergeOlderThan(before, any -> any % settings.shards() == shard)
        .forEach(merged -> emit(merged, output));
    sweeper.deleteUnfinished(before);
  }

  private void emit(Merged merged, OutputReceiver<KV<String, Long>> output) {
    rows.inc(merged.rows());
    repeats.inc(merged.repeats());
    merged
        .path()
        .ifPresent(
            path -> {
              files.inc();
              output.output(KV.of(path, merged.rows()));
            });
  }
}
