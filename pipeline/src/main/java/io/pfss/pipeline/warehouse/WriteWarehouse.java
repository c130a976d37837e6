// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.warehouse;

import io.pfss.pipeline.catalog.CatalogSettings;
import io.pfss.pipeline.element.Delivery;
import io.pfss.pipeline.element.ParsedBatch;
import io.pfss.pipeline.element.ReceivedReading;
import io.pfss.pipeline.element.ScoredBatch;
import io.pfss.pipeline.sink.Deliver;
import io.pfss.pipeline.sink.Sink;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.io.fs.ResourceId;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.DefaultTrigger;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.joda.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores readings as Parquet files, one per window of event time, and outputs the path of each file
 * with its number of rows. The files belong to an Iceberg table, or are in folders {@code
 * dt=…/hour=…} (UTC).
 *
 * <p>A reading is durable when its bundle ends, because it is in a segment file. Only the windows
 * of the segments are grouped, never readings. The close of a window merges its segments, drops
 * duplicates of a (partition, offset), and renames the file when it is complete. Late readings are
 * merged at the next close, into a file of their own. The watermark decides nothing but the moment
 * of a merge.
 *
 * <p>A batch with dead letters fails the bundle: if there may be any, use {@link Deliver} with
 * {@link #segments}, and {@link #merge}.
 *
 * <pre>{@code
 * batches.apply(WriteWarehouse.to("hdfs://…/warehouse").withWindow(Duration.standardMinutes(5)));
 * }</pre>
 */
public final class WriteWarehouse
    extends PTransform<PCollection<ParsedBatch>, PCollection<KV<String, Long>>> {
  /** The counter of readings in final files. */
  public static final String ROWS = "rows";

  /** The counter of readings that were dropped as duplicates. */
  public static final String DUPLICATES = "duplicates";

  private static final Logger LOG = LoggerFactory.getLogger(WriteWarehouse.class);

  private final WarehouseSettings settings;

  private WriteWarehouse(WarehouseSettings settings) {
    this.settings = settings;
  }

  /** Writes below a folder on any Beam file system: windows of a minute, one file each. */
  public static WriteWarehouse to(String root) {
    return new WriteWarehouse(WarehouseSettings.of(root));
  }

  /**
   * Sets the length of a window.
   *
   * @throws IllegalArgumentException if it does not divide an hour into whole seconds
   */
  public WriteWarehouse withWindow(Duration window) {
    return new WriteWarehouse(settings.withWindow(window));
  }

  /** Sets the number of files per window, split by source partition, for parallel merges. */
  public WriteWarehouse withShards(int shards) {
    return new WriteWarehouse(settings.withShards(shards));
  }

  /** Sets the maximum memory that a bundle uses for a window, in bytes; default 8 MiB. */
  public WriteWarehouse withSegmentBytes(int bytes) {
    return new WriteWarehouse(settings.withSegmentBytes(bytes));
  }

  /** Sets the age at which segments that a crash left are merged; default 10 min. */
  public WriteWarehouse withSweepAfter(Duration age) {
    return new WriteWarehouse(settings.withSweepAfter(age));
  }

  /** Adds the files to an Iceberg table in a prepared catalog, instead of to folders. */
  public WriteWarehouse inCatalog(CatalogSettings catalog) {
    return new WriteWarehouse(settings.inCatalog(catalog));
  }

  /**
   * Merges all segments of a warehouse that no pipeline writes to any more, as after a stop.
   *
   * @return number of rows that were added
   */
  public long mergeAllSegments() throws IOException {
    long rows = mergeOrphanedSegments();
    new SegmentFolder(settings.layout()).deleteUnfinished(Long.MAX_VALUE);
    return rows;
  }

  /**
   * Merges the segments that exist now, for example after a crash, without waiting for a window to
   * close. A pipeline may be writing: its unfinished files are not touched.
   *
   * @return number of rows that were added
   */
  public long mergeOrphanedSegments() throws IOException {
    WindowMerger merger = new WindowMerger(settings);
    long rows = 0;
    for (int shard = 0; shard < settings.shards(); shard++) {
      rows += merger.merge(shard, any -> true).stream().mapToLong(WindowMerger.Merged::rows).sum();
    }

    return rows;
  }

  /**
   * Counts the readings in segments, which are merged when their windows close.
   *
   * @return number of readings, without segments that are merged meanwhile
   */
  public long unmerged() throws IOException {
    AtomicLong readings = new AtomicLong();
    readUnmerged(segment -> readings.addAndGet(segment.size()));
    return readings.get();
  }

  /** Returns the offsets of the readings that are in no Parquet file yet. */
  public OffsetSet unmergedOffsets() throws IOException {
    OffsetSet offsets = new OffsetSet();
    readUnmerged(segment -> segment.forEach(reading -> offsets.add(reading.position())));
    return offsets;
  }

  private void readUnmerged(Consumer<List<ReceivedReading>> sink) throws IOException {
    for (SegmentFolder.Unmerged window : new SegmentFolder(settings.layout()).windows()) {
      for (ResourceId segment : window.segments()) {
        try {
          sink.accept(Segment.read(WarehouseFiles.read(segment)));
        } catch (FileNotFoundException e) {
          LOG.debug("Segment was merged meanwhile segment={}", segment);
        }
      }
    }
  }

  /** Returns a sink that makes readings durable in segments, for {@link #merge}. */
  public Sink segments() {
    return new SegmentSink(settings);
  }

  /** Returns a transform that merges the segments of closed windows; outputs files and rows. */
  public PTransform<PCollection<Delivery>, PCollection<KV<String, Long>>> merge() {
    WarehouseSettings merged = settings;
    return PTransform.compose(
        "Merge segments",
        delivered ->
            delivered
                .apply("Announce windows", ParDo.of(new AnnounceWindows(merged)))
                .setCoder(KvCoder.of(VarIntCoder.of(), VarLongCoder.of()))
                .apply(
                    "Window",
                    Window.<KV<Integer, Long>>into(FixedWindows.of(merged.window()))
                        .triggering(DefaultTrigger.of())
                        // On Spark, allowed lateness leaks an empty pane per batch. None is needed.
                        .withAllowedLateness(Duration.ZERO)
                        .discardingFiredPanes())
                .apply("Group by shard", GroupByKey.create())
                .apply("Merge windows", ParDo.of(new MergeWindows(merged)))
                .setCoder(KvCoder.of(StringUtf8Coder.of(), VarLongCoder.of())));
  }

  @Override
  public PCollection<KV<String, Long>> expand(PCollection<ParsedBatch> batches) {
    return batches
        .apply(
            "Without scores",
            MapElements.into(TypeDescriptor.of(ScoredBatch.class))
                .via(batch -> batch.withScores(List.of(), List.of())))
        .apply("Deliver", Deliver.to(segments()))
        .apply("Merge", merge());
  }
}
