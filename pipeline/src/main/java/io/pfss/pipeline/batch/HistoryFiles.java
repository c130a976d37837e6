package io.pfss.pipeline.batch;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.EmptyMatchTreatment;
import org.apache.beam.sdk.io.fs.MatchResult.Metadata;

/** Finds files of readings in folders on any Beam file system. */
final class HistoryFiles {
  private static final List<String> ENDINGS = List.of(".json", ".jsonl");
  private static final String REJECTED = ".jsonl";

  private HistoryFiles() {}

  /**
   * All files of folders, and of the folders in these, whose names end with {@code .json} or {@code
   * .jsonl}, by their names; each once.
   *
   * @param rejected folder for what cannot be loaded: its own files are no history
   * @throws IllegalArgumentException if a folder has none
   */
  static List<HistoryFile> in(List<String> folders, String rejected) {
    SortedMap<String, Metadata> found = new TreeMap<>();
    String own = FileSystems.matchNewDirectory(rejected).toString();
    for (String folder : folders) {
      List<Metadata> files = list(folder);
      files.removeIf(file -> file.resourceId().toString().startsWith(own));
      if (files.isEmpty()) {
        throw new IllegalArgumentException(
            folder + " has no file that ends with " + String.join(" or ", ENDINGS));
      }

      files.forEach(file -> found.put(file.resourceId().toString(), file));
    }

    List<HistoryFile> history = new ArrayList<>();
    Map<String, Integer> names = new HashMap<>();
    found.forEach(
        (file, metadata) -> {
          String name = metadata.resourceId().getFilename();
          int sameName = names.merge(name, 1, Integer::sum);
          history.add(
              new HistoryFile(
                  file,
                  metadata.lastModifiedMillis(),
                  sameName == 1 ? name + REJECTED : name + "-" + sameName + REJECTED));
        });
    return history;
  }

  private static List<Metadata> list(String folder) {
    List<Metadata> found = new ArrayList<>();
    try {
      for (String ending : ENDINGS) {
        String pattern = FileSystems.matchNewDirectory(folder) + "**" + ending;
        found.addAll(FileSystems.match(pattern, EmptyMatchTreatment.ALLOW).metadata());
      }
    } catch (FileNotFoundException e) {
      throw new IllegalArgumentException(folder + " is not there", e);
    } catch (IOException e) {
      throw new UncheckedIOException(folder + " cannot be listed: " + e.getMessage(), e);
    }

    return found;
  }
}
