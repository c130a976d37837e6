// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.batch;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.pfss.pipeline.element.RecordCoder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.apache.beam.sdk.coders.DefaultCoder;

/**
 * The outcome of loading a file of readings: a line of {@value #FILE} in the folder of rejected
 * entries.
 *
 * @param file the file's name
 * @param readings the number of readings
 * @param rejected the number of invalid entries
 * @param rejectedName the name of the file with the invalid entries
 * @param problem why the file was not read to its end; empty if it was
 */
@DefaultCoder(RecordCoder.class)
public record FileOutcome(
    String file, long readings, long rejected, String rejectedName, String problem) {
  /** The name of the report, in the folder of rejected entries. */
  public static final String FILE = "_files.jsonl";

  private static final ObjectMapper JSON = new ObjectMapper();

  public FileOutcome {
    Objects.requireNonNull(file, "file");
    Objects.requireNonNull(rejectedName, "rejectedName");
    Objects.requireNonNull(problem, "problem");
  }

  /** Whether the file was read to its end. */
  public boolean readToItsEnd() {
    return problem.isEmpty();
  }

  /** Writes the report, ordered by file name. It replaces an earlier report. */
  static void writeAll(String folder, Iterable<FileOutcome> outcomes) throws IOException {
    List<FileOutcome> ordered = new ArrayList<>();
    outcomes.forEach(ordered::add);
    ordered.sort(Comparator.comparing(FileOutcome::file));
    try (ReportFolder.Draft file = new ReportFolder(folder).create(FILE)) {
      for (FileOutcome outcome : ordered) {
        file.line(JSON.writeValueAsString(outcome));
      }

      file.publish();
    }
  }

  /**
   * Reads the report of a folder.
   *
   * @throws IOException if the report does not exist or is invalid
   */
  public static List<FileOutcome> readAll(String folder) throws IOException {
    List<FileOutcome> outcomes = new ArrayList<>();
    for (String line : new ReportFolder(folder).read(FILE)) {
      outcomes.add(JSON.readValue(line, FileOutcome.class));
    }

    return outcomes;
  }
}
