// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.soh;

import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A model of three nodes: files of a few bytes, all of which matter. */
final class TinyModel {
  private TinyModel() {}

  /** Its files by name. */
  static Map<String, byte[]> files(Path folder) throws IOException {
    FlatTreesBuilder forest = new FlatTreesBuilder(Feature.REFERENCE.size(), SohState.ALL.size());
    forest.startTree();
    forest.inner(1, 0.5, 2);
    forest.leaf(new double[] {0, 0.25, 0.75});
    forest.leaf(new double[] {1, 0, 0});
    Path version =
        ModelStore.save(
            folder,
            description(),
            new FlatForest(forest.build(), new double[] {0.5}),
            List.of(
                new GoldenScore(new double[] {20, 0.25, 0, 0, 0}, new double[] {0, 0.25, 0.75}),
                new GoldenScore(new double[] {20, 0.75, 1, 1, 1}, new double[] {1, 0, 0})));
    Map<String, byte[]> files = new TreeMap<>();
    for (String name : List.of(ModelStore.DESCRIPTION, ModelStore.FOREST, ModelStore.GOLDEN)) {
      files.put(name, Files.readAllBytes(version.resolve(name)));
    }

    return files;
  }

  /** A folder in memory. */
  static ModelFolder folder(Map<String, byte[]> files) {
    return new ModelFolder() {
      @Override
      public String location() {
        return "memory";
      }

      @Override
      public InputStream open(String fileName) throws IOException {
        byte[] content = files.get(fileName);
        if (content == null) {
          throw new FileNotFoundException(fileName);
        }

        return new ByteArrayInputStream(content);
      }
    };
  }

  private static ModelDescription description() {
    return new ModelDescription(
        ModelStore.FORMAT,
        "tiny",
        "1",
        "2026-01-01T00:00:00Z",
        ModelStore.describe(Feature.REFERENCE, new double[] {20, 0, 0, 0, 0}),
        SohState.ALL.stream().map(SohState::label).toList(),
        null,
        new ModelDescription.Algorithm("by hand", "none", "0"),
        Map.of("trees", 1.0),
        new ModelDescription.Training(
            "none",
            "00",
            2,
            "2026-01-01T00:00:00Z",
            "2026-01-01T00:00:00Z",
            List.of(1L),
            List.of()),
        Map.of("macro_f1", 1.0),
        null,
        null,
        null);
  }
}
