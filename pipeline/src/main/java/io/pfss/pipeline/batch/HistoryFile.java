// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.batch;

import io.pfss.models.history.HistoryFormats;
import io.pfss.models.history.HistoryParsers;
import io.pfss.pipeline.element.RecordCoder;
import io.pfss.pipeline.support.NamedFile;
import io.pfss.pipeline.support.NamedFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.beam.sdk.coders.DefaultCoder;
import org.apache.beam.sdk.io.fs.MatchResult.Metadata;

/**
 * A file of historical readings, to be loaded.
 *
 * @param file the exact name
 * @param lastModifiedMillis time of the last modification, in ms since the epoch
 * @param rejectedName the name of the file for invalid entries, unique within a run
 */
@DefaultCoder(RecordCoder.class)
record HistoryFile(String file, long lastModifiedMillis, String rejectedName) {
  private static final String REJECTED = ".jsonl";

  HistoryFile {
    Objects.requireNonNull(file, "file");
    Objects.requireNonNull(rejectedName, "rejectedName");
  }

  /**
   * Returns the files of readings in folders and their subfolders, on any Beam file system: each
   * once, ordered by name. A file in place of a folder is taken.
   *
   * @param rejected the folder for invalid entries, whose files are not loaded
   * @throws IllegalArgumentException if a folder has no such file
   */
  static List<HistoryFile> in(List<String> folders, String rejected) {
    SortedMap<String, Metadata> found = new TreeMap<>();
    String own = NamedFolder.nameOf(new NamedFolder(rejected).resource());
    for (String folder : folders) {
      List<Metadata> files = list(folder);
      files.removeIf(file -> NamedFolder.nameOf(file.resourceId()).startsWith(own));
      if (files.isEmpty()) {
        throw new IllegalArgumentException(
            folder + " does not exist or has no file that ends with " + HistoryParsers.ENDINGS);
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

  /** Returns the sensor in the file's name, whose readings need no sensor_id. */
  OptionalLong sensorInName() {
    return HistoryFormats.sensorInName(new NamedFile(file).resource().getFilename());
  }

  private static List<Metadata> list(String folder) {
    try {
      return new ArrayList<>(
          NamedFolder.walk(new NamedFolder(folder).resource()).stream()
              .filter(file -> HistoryParsers.hasEnding(file.resourceId().getFilename()))
              .toList());
    } catch (IOException e) {
      throw new UncheckedIOException(folder + " cannot be listed: " + e.getMessage(), e);
    }
  }
}
