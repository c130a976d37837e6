// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.warehouse;

import io.pfss.pipeline.element.ReceivedReading;
import io.pfss.pipeline.element.WindowShard;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.beam.sdk.io.fs.ResourceId;

/** The final files of a warehouse, which its readers see. */
interface WarehouseTarget {
  /** Returns the schema of their rows. */
  ReadingSchema schema();

  /** Returns a view of their current state. */
  View view() throws IOException;

  /** The final files as they were at one moment. */
  interface View {
    /**
     * Returns the offsets in a window's time that incoming readings may duplicate.
     *
     * @param incoming content of the incoming readings, for targets that need it
     */
    OffsetSet offsets(WindowShard window, Incoming incoming) throws IOException;

    /** Returns the key of a reading's file; readings with equal keys are in the same file. */
    Object partOf(ReceivedReading reading);

    /**
     * Makes complete files final.
     *
     * @param windows windows that do not overlap in time
     * @return what was added for each window; empty if final files that are newer than the view may
     *     have some of the rows: nothing was added, and the caller must start again
     */
    Optional<List<Added>> add(List<Complete> windows) throws IOException;
  }

  /**
   * A complete file that is not final yet.
   *
   * @param file its temporary name
   * @param part its key, by {@link View#partOf}
   */
  record Part(ResourceId file, Object part) {}

  /**
   * The rows to add to a window.
   *
   * @param window the window and its shard
   * @param parts its files, at least one
   * @param name the same for the same segments, so that a repeated merge replaces its own file
   * @param content content of all files
   */
  record Complete(WindowShard window, List<Part> parts, String name, FileContent content) {}

  /**
   * The rows that were added to a window.
   *
   * @param path path of the file; the first one if there are several
   * @param isLate whether the window had a file already, so that the rows came after its close
   */
  record Added(String path, boolean isLate) {}

  /** The incoming readings. Reading their content costs one more read of the segments. */
  interface Incoming {
    FileContent content() throws IOException;
  }
}
