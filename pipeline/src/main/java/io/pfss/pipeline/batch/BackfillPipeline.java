package io.pfss.pipeline.batch;

import io.pfss.pipeline.catalog.WarehouseCatalog;
import io.pfss.pipeline.element.ParsedBatch;
import io.pfss.pipeline.warehouse.WriteWarehouse;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.Values;
import org.apache.beam.sdk.transforms.windowing.TimestampCombiner;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.joda.time.Duration;

/**
 * Loads files of readings into the warehouse, by the step that writes the stream. A reading's
 * offset follows from its file's content, so what is loaded twice is kept once.
 *
 * <pre>
 * files ── read ──┬── gather hours ── warehouse (table of readings)
 *                 ├── outcomes (report)
 *                 └── invalid entries (files)
 * </pre>
 */
public final class BackfillPipeline {
  /** The counter of readings that are read. */
  public static final String READINGS = "readings";

  /** A file an hour and not one a minute: all of it is there already. */
  private static final Duration WINDOW = Duration.standardHours(1);

  /** A worker has many hours open at once. */
  private static final int SEGMENT_BYTES = 512 << 10;

  private BackfillPipeline() {}

  /**
   * Adds the flow for the files that the folders have now to a pipeline, and makes the catalog if
   * it is absent.
   *
   * @throws IllegalArgumentException if a folder has no file, or the catalog is of another
   *     warehouse
   * @throws io.pfss.pipeline.catalog.CatalogUnavailableException if the catalog's database does not
   *     answer or refuses
   */
  public static void addTo(Pipeline pipeline, BackfillSettings settings) {
    List<HistoryFile> files = HistoryFile.in(settings.folders(), settings.rejected());
    WarehouseCatalog.prepare(settings.catalog(), settings.warehouse());
    PCollectionTuple read =
        pipeline.apply(
            "Read history", ReadHistory.of(files, settings.rejected(), settings.names()));
    read.get(ReadHistory.READINGS)
        .apply(
            "Keep time",
            // Else all would be of the end of time, and what follows would be late.
            Window.<KV<Long, ParsedBatch>>configure()
                .withTimestampCombiner(TimestampCombiner.EARLIEST))
        // A file is mostly of one facility and many hours, and written as it comes each would
        // leave a small piece in every hour.
        .apply("Gather hours", GroupByKey.create())
        .apply("Without hours", Values.create())
        .apply("Batches", Flatten.iterables())
        .apply(
            "Write warehouse",
            WriteWarehouse.to(settings.warehouse())
                .withWindow(WINDOW)
                .withSegmentBytes(SEGMENT_BYTES)
                .inCatalog(settings.catalog()));
    String report = settings.rejected();
    read.get(ReadHistory.OUTCOMES)
        .apply("Write outcomes", Together.apply(all -> FileOutcome.writeAll(report, all)));
  }
}
