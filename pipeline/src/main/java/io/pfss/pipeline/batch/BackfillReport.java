package io.pfss.pipeline.batch;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What came of each file: {@code _files.jsonl} in the folder of what was rejected. */
public final class BackfillReport {
  /** The file's name. */
  public static final String FILE = "_files.jsonl";

  private static final ObjectMapper JSON = new ObjectMapper();

  private BackfillReport() {}

  /** Writes the file, by the names of files, in place of an earlier one. */
  static void write(String folder, Iterable<FileOutcome> outcomes) throws IOException {
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
   * Reads the file of a folder.
   *
   * @throws IOException if it is not there or is none
   */
  public static List<FileOutcome> read(String folder) throws IOException {
    List<FileOutcome> outcomes = new ArrayList<>();
    for (String line : new ReportFolder(folder).read(FILE)) {
      outcomes.add(JSON.readValue(line, FileOutcome.class));
    }

    return outcomes;
  }
}
