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
 * Keeps the readings of batches as Parquet files, one a window of event time, and yields each
 * file's path with its count of rows. The files are those of an Iceberg table, or simply there,
 * under {@code dt=…/hour=…} (UTC).
 *
 * <p>A reading is durable when its bundle ends: it is in a segment file. Only the segments' windows
 * are grouped, never readings; the close of a window merges its segments, drops duplicates of a
 * (partition, offset), and gives the file its name when it is complete. What comes late is merged
 * at the next close, into a file of its own: nothing hangs on the watermark but the moment of a
 * merge.
 *
 * <p>A batch with dead letters fails: where there may be any, use {@link Deliver} with {@link
 * #segments}, and {@link #merge}.
 *
 * <pre>{@code
 * batches.apply(WriteWarehouse.to("hdfs://…/warehouse").withWindow(Duration.standardMinutes(5)));
 * }</pre>
 */
public final class WriteWarehouse
    extends PTransform<PCollection<ParsedBatch>, PCollection<KV<String, Long>>> {
  /** The counter of readings that final files were made of. */
  public static final String ROWS = "rows";

  /** The counter of readings that were left out, as they were there already. */
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

  /** Splits each window into files by source partition, for parallel merges. */
  public WriteWarehouse withShards(int shards) {
    return new WriteWarehouse(settings.withShards(shards));
  }

  /** Bounds the memory that a bundle holds of a window; default 8 MiB. */
  public WriteWarehouse withSegmentBytes(int bytes) {
    return new WriteWarehouse(settings.withSegmentBytes(bytes));
  }

  /** Sets when segments that were left behind, as by a crash, are taken in; default 10 min. */
  public WriteWarehouse withSweepAfter(Duration age) {
    return new WriteWarehouse(settings.withSweepAfter(age));
  }

  /**
   * Makes the files an Iceberg table in a catalog, which is prepared already. Without, they are
   * simply files in folders.
   */
  public WriteWarehouse inCatalog(CatalogSettings catalog) {
    return new WriteWarehouse(settings.inCatalog(catalog));
  }

  /**
   * Merges all segments of the warehouse, which no pipeline is writing to any more, as after a
   * stop.
   *
   * @return how many rows were added
   */
  public long mergeAllSegments() throws IOException {
    long rows = mergeOrphanedSegments();
    new SegmentFolder(settings.layout()).deleteUnfinished(Long.MAX_VALUE);
    return rows;
  }

  /**
   * Merges the segments that the warehouse has, as a crash leaves them, so that they need not wait
   * for the sweep. A pipeline may be writing: what it has not finished is left alone.
   *
   * @return how many rows were added
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
   * Counts the readings that the warehouse keeps in segments, to be merged when their windows
   * close.
   *
   * @return how many there are, without those of segments that are merged meanwhile
   */
  public long unmerged() throws IOException {
    AtomicLong readings = new AtomicLong();
    readUnmerged(segment -> readings.addAndGet(segment.size()));
    return readings.get();
  }

  /** The offsets of the readings that are stored in no Parquet file yet. */
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
          LOG.debug("{} was merged meanwhile", segment);
        }
      }
    }
  }

  /** Makes readings durable, in segments; their windows are for {@link #merge}. */
  public Sink segments() {
    return new SegmentSink(settings);
  }

  /** Merges the segments of windows that have closed, and yields each file's path and rows. */
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
                        // More than zero leaks an empty pane a batch for ever on Spark; none is
                        // needed.
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
