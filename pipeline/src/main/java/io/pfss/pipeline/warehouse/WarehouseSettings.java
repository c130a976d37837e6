// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.warehouse;

import io.pfss.pipeline.catalog.CatalogSettings;
import io.pfss.pipeline.catalog.WarehouseCatalog;
import io.pfss.pipeline.element.WindowShard;
import io.pfss.pipeline.support.NamedFolder;
import java.io.Serializable;
import java.util.Objects;
import org.joda.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The layout of a warehouse and how it is written.
 *
 * @param root folder on any Beam file system
 * @param window length of a window: whole seconds that divide an hour, because a file is in the
 *     folder of one hour
 * @param shards number of files per window, split by source partition
 * @param segmentBytes size at which a bundle writes a segment of a window
 * @param sweepAfter age at which a segment that was left behind, for example by a crash, is merged
 *     at the close of any window; a window closes at least every 30 s plus its length
 * @param catalog catalog of the table with the final files; null for files in folders
 */
record WarehouseSettings(
    String root,
    Duration window,
    int shards,
    int segmentBytes,
    Duration sweepAfter,
    @Nullable CatalogSettings catalog)
    implements Serializable {
  private static final long HOUR_MILLIS = Duration.standardHours(1).getMillis();

  WarehouseSettings {
    Objects.requireNonNull(sweepAfter, "sweepAfter");
    if (root.isBlank()) {
      throw new IllegalArgumentException(
          "The warehouse needs the name of a folder, but it is blank");
    }

    long windowMillis = window.getMillis();
    if (windowMillis < 1000 || windowMillis % 1000 != 0 || HOUR_MILLIS % windowMillis != 0) {
      throw new IllegalArgumentException(
          "A window of "
              + windowMillis / 1000.0
              + " s does not divide an hour into whole seconds: choose for example 5 s, 60 s or"
              + " 15 min");
    }

    if (shards < 1) {
      throw new IllegalArgumentException("At least one shard is needed: " + shards);
    }

    if (segmentBytes < 1) {
      throw new IllegalArgumentException("A segment must have at least one byte: " + segmentBytes);
    }
  }

  static WarehouseSettings of(String root) {
    return new WarehouseSettings(
        root, Duration.standardMinutes(1), 1, 8 << 20, Duration.standardMinutes(10), null);
  }

  WarehouseSettings withWindow(Duration other) {
    return new WarehouseSettings(root, other, shards, segmentBytes, sweepAfter, catalog);
  }

  WarehouseSettings withShards(int other) {
    return new WarehouseSettings(root, window, other, segmentBytes, sweepAfter, catalog);
  }

  WarehouseSettings withSegmentBytes(int other) {
    return new WarehouseSettings(root, window, shards, other, sweepAfter, catalog);
  }

  WarehouseSettings withSweepAfter(Duration other) {
    return new WarehouseSettings(root, window, shards, segmentBytes, other, catalog);
  }

  WarehouseSettings inCatalog(CatalogSettings other) {
    return new WarehouseSettings(root, window, shards, segmentBytes, sweepAfter, other);
  }

  /** Returns the window and shard of a reading. */
  WindowShard windowOf(long eventTimeMillis, int partition) {
    return window(
        Math.floorDiv(eventTimeMillis, window.getMillis()) * window.getMillis(),
        partition % shards);
  }

  /** Returns the window that starts at a time. */
  WindowShard window(long startMillis, int shard) {
    return new WindowShard(startMillis, startMillis + window.getMillis(), shard);
  }

  WarehouseTarget finalFiles() {
    return catalog == null
        ? new FolderTarget(layout())
        : new TableTarget(WarehouseCatalog.of(catalog), layout());
  }

  WarehouseLayout layout() {
    return new WarehouseLayout(new NamedFolder(root).resource());
  }
}
