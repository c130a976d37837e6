package io.pfss.pipeline.batch;

import io.pfss.pipeline.element.RecordCoder;
import java.util.Objects;
import org.apache.beam.sdk.coders.DefaultCoder;

/**
 * A file of readings that never were in the stream.
 *
 * @param file its exact name
 * @param lastModifiedMillis when it was written, in ms since the epoch
 * @param rejectedName of the file that its invalid entries go to, its own among all of a run
 */
@DefaultCoder(RecordCoder.class)
record HistoryFile(String file, long lastModifiedMillis, String rejectedName) {
  HistoryFile {
    Objects.requireNonNull(file, "file");
    Objects.requireNonNull(rejectedName, "rejectedName");
  }
}
