package io.pfss.pipeline.batch;

import io.pfss.pipeline.support.NamedFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
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
    String own = NamedFolder.nameOf(new NamedFolder(rejected).resource());
    for (String folder : folders) {
      List<Metadata> files = list(folder);
      files.removeIf(file -> NamedFolder.nameOf(file.resourceId()).startsWith(own));
      if (files.isEmpty()) {
        throw new IllegalArgumentException(
            folder + " has no file that ends with " + String.join(" or ", ENDINGS));
      }

      files.forEach(file -> found.put(NamedFolder.nameOf(file.resourceId()), file));
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
    try {
      return new ArrayList<>(
          NamedFolder.walk(new NamedFolder(folder).resource()).stream()
              .filter(file -> ENDINGS.stream().anyMatch(file.resourceId().getFilename()::endsWith))
              .toList());
    } catch (IOException e) {
      throw new UncheckedIOException(folder + " cannot be listed: " + e.getMessage(), e);
    }
  }
}
