package io.pfss.pipeline.batch;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.EmptyMatchTreatment;
import org.apache.beam.sdk.io.fs.MatchResult.Metadata;

/** Finds files of readings in folders on any Beam file system. */
final class HistoryFiles {
  private static final List<String> ENDINGS = List.of(".json", ".jsonl");
  private static final String REJECTED = ".jsonl";

  private HistoryFiles() {}

  /**
   * All files of folders whose names end with {@code .json} or {@code .jsonl}, by their names.
   *
   * @throws IllegalArgumentException if a folder has none
   */
  static List<HistoryFile> in(List<String> folders) {
    List<HistoryFile> files = new ArrayList<>();
    Map<String, Integer> names = new HashMap<>();
    for (String folder : folders) {
      List<Metadata> found = list(folder);
      if (found.isEmpty()) {
        throw new IllegalArgumentException(
            folder + " has no file that ends with " + String.join(" or ", ENDINGS));
      }

      for (Metadata file : found) {
        String name = file.resourceId().getFilename();
        int sameName = names.merge(name, 1, Integer::sum);
        files.add(
            new HistoryFile(
                file.resourceId().toString(),
                file.lastModifiedMillis(),
                sameName == 1 ? name + REJECTED : name + "-" + sameName + REJECTED));
      }
    }

    return files;
  }

  private static List<Metadata> list(String folder) {
    List<Metadata> found = new ArrayList<>();
    try {
      for (String ending : ENDINGS) {
        String pattern = FileSystems.matchNewDirectory(folder) + "*" + ending;
        found.addAll(FileSystems.match(pattern, EmptyMatchTreatment.ALLOW).metadata());
      }
    } catch (FileNotFoundException e) {
      throw new IllegalArgumentException(folder + " is not there", e);
    } catch (IOException e) {
      throw new UncheckedIOException(folder + " cannot be listed: " + e.getMessage(), e);
    }

    found.sort(Comparator.comparing(file -> file.resourceId().toString()));
    return found;
  }
}
