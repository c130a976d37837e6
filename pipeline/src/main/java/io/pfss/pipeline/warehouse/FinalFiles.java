package io.pfss.pipeline.warehouse;

import java.io.IOException;
import java.util.Optional;
import org.apache.beam.sdk.io.fs.ResourceId;

/** The files of a warehouse that its readers see. */
interface FinalFiles {
  /** How rows stand in them. */
  ReadingSchema schema();

  /** What they hold of a window's time now. */
  View view(WindowShard window) throws IOException;

  /** The final files as they were at one moment. */
  interface View {
    /**
     * The positions of those rows that what comes may repeat.
     *
     * @param incoming tells what comes, where that is worth knowing
     */
    PositionSet positions(Incoming incoming) throws IOException;

    /**
     * Makes a complete file a final one.
     *
     * @param complete moves to its place
     * @param name always the same for the same segments, where a place may be taken again
     * @param content of the file
     * @return what was added, or empty if final files that the view does not know have some of its
     *     rows: nothing was added, look again
     */
    Optional<Added> add(ResourceId complete, String name, FileContent content) throws IOException;
  }

  /**
   * A file that became a final one.
   *
   * @param path its place
   * @param isLate whether its window had a file already, so that its rows came after the close
   */
  record Added(String path, boolean isLate) {}

  /** Reads what comes once more than it would have to, so it is not asked without need. */
  interface Incoming {
    FileContent content() throws IOException;
  }
}
