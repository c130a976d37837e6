package io.pfss.pipeline.warehouse;

import io.pfss.pipeline.element.ReceivedReading;
import io.pfss.pipeline.element.WindowShard;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.beam.sdk.io.fs.ResourceId;

/** The files of a warehouse that its readers see. */
interface WarehouseTarget {
  /** How rows stand in them. */
  ReadingSchema schema();

  /** What they hold now. */
  View view() throws IOException;

  /** The final files as they were at one moment. */
  interface View {
    /**
     * The offsets of those rows of a window's time that what comes may repeat.
     *
     * @param incoming tells what comes, where that is worth knowing
     */
    OffsetSet offsets(WindowShard window, Incoming incoming) throws IOException;

    /** What readings of one file have in common, told by {@code equals}. */
    Object partOf(ReceivedReading reading);

    /**
     * Makes complete files final ones.
     *
     * @param windows that do not overlap in time
     * @return what was added for each window, or empty if final files that the view does not know
     *     have some of the rows: nothing was added, look again
     */
    Optional<List<Added>> add(List<Complete> windows) throws IOException;
  }

  /**
   * A complete file that moves to its place.
   *
   * @param file as it was written
   * @param part by {@link View#partOf}
   */
  record Part(ResourceId file, Object part) {}

  /**
   * What is to be added to a window.
   *
   * @param window and its shard
   * @param parts its files, at least one
   * @param name always the same for the same segments, where a place may be taken again
   * @param content of all the files
   */
  record Complete(WindowShard window, List<Part> parts, String name, FileContent content) {}

  /**
   * What was added to a window.
   *
   * @param path of the file, the first if there are more
   * @param isLate whether the window had a file already, so that its rows came after the close
   */
  record Added(String path, boolean isLate) {}

  /** Reads what comes once more than it would have to, so it is not asked without need. */
  interface Incoming {
    FileContent content() throws IOException;
  }
}
