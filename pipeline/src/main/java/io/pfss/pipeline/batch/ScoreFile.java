package io.pfss.pipeline.batch;

import io.pfss.pipeline.element.RecordCoder;
import java.util.Objects;
import org.apache.beam.sdk.coders.DefaultCoder;

/**
 * A complete file of scores that no table has yet.
 *
 * @param path as Beam calls it
 * @param rows how many scores it holds
 * @param bytes how large it is
 * @param hour of event time of all its rows, in hours since the epoch
 */
@DefaultCoder(RecordCoder.class)
record ScoreFile(String path, long rows, long bytes, int hour) {
  ScoreFile {
    Objects.requireNonNull(path, "path");
  }
}
