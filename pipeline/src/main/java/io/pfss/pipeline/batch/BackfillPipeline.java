// SPDX-License-Identifier: Apache-2.0
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
 * Loads files of readings into the warehouse, with the same step that stores the stream. The offset
 * of a reading is derived from the content of its file, so a reading that is loaded twice is stored
 * once.
 *
 * <pre>
 * files ── read ──┬── gather hours ── warehouse (table of readings)
 *                 ├── outcomes (report)
 *                 └── invalid entries (files)
 * </pre>
 */
public final class BackfillPipeline {
  /** The counter of loaded readings. */
  public static final String READINGS = "readings";

  /** One file per hour instead of per minute: no need to store readings soon after they arrive. */
  private static final Duration WINDOW = Duration.standardHours(1);

  /** Small, because a worker writes the segments of many hours at the same time. */
  private static final int SEGMENT_BYTES = 512 << 10;

  private BackfillPipeline() {}

  /**
   * Adds the backfill of the files that the folders contain now to a pipeline, and creates the
   * catalog if it does not exist.
   *
   * @throws IllegalArgumentException if a folder has no file, or the catalog belongs to another
   *     warehouse
   * @throws io.pfss.pipeline.catalog.CatalogUnavailableException if the catalog's database is
   *     unavailable or refuses the request
   */
  public static void addTo(Pipeline pipeline, BackfillSettings settings) {
    List<HistoryFile> files = HistoryFile.in(settings.folders(), settings.rejected());
    WarehouseCatalog.prepare(settings.catalog(), settings.warehouse());
    PCollectionTuple read =
        pipeline.apply(
            "Read history",
            ReadHistory.of(files, settings.rejected(), settings.names(), settings.catalog()));
    read.get(ReadHistory.READINGS)
        .apply(
            "Keep earliest time",
            // By default a group gets the end of its window: the end of time, which makes it late.
            Window.<KV<Long, ParsedBatch>>configure()
                .withTimestampCombiner(TimestampCombiner.EARLIEST))
        // Most files have one facility and many hours: without grouping, each would add a small
        // segment to every hour.
        .apply("Gather hours", GroupByKey.create())
        .apply("Drop hours", Values.create())
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
