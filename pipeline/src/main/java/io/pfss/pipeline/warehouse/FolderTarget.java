// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.warehouse;

import io.pfss.pipeline.element.ReceivedReading;
import io.pfss.pipeline.element.WindowShard;
import io.pfss.pipeline.support.NamedFolder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.beam.sdk.io.fs.MatchResult.Metadata;
import org.apache.beam.sdk.io.fs.ResourceId;

/** A warehouse without a catalog: its final files are in folders by day and hour. */
final class FolderTarget implements WarehouseTarget {
  private final WarehouseLayout layout;

  FolderTarget(WarehouseLayout layout) {
    this.layout = layout;
  }

  @Override
  public ReadingSchema schema() {
    return ReadingSchema.OF_FOLDER;
  }

  @Override
  public View view() {
    return new FolderView();
  }

  private final class FolderView implements View {
    private final Map<ResourceId, List<Metadata>> filesByHour = new HashMap<>();

    @Override
    public OffsetSet offsets(WindowShard window, Incoming incoming) throws IOException {
      OffsetSet known = new OffsetSet();
      for (Metadata file : files(window)) {
        if (WarehouseLayout.windowOfParquet(file.resourceId()).overlaps(window)) {
          OffsetReader.read(
              new BeamInputFile(NamedFolder.nameOf(file.resourceId()), file.sizeBytes()),
              0,
              Long.MAX_VALUE,
              known::add);
        }
      }

      return known;
    }

    @Override
    public Object partOf(ReceivedReading reading) {
      return "";
    }

    @Override
    public Optional<List<Added>> add(List<Complete> windows) throws IOException {
      List<Added> added = new ArrayList<>();
      for (Complete complete : windows) {
        WindowShard window = complete.window();
        ResourceId target = layout.parquet(window, complete.name());
        WarehouseFiles.publish(complete.parts().get(0).file(), target);
        boolean isLate =
            files(window).stream()
                .map(file -> WarehouseLayout.windowOfParquet(file.resourceId()))
                .anyMatch(window::equals);
        added.add(new Added(NamedFolder.nameOf(target), isLate));
      }

      return Optional.of(added);
    }

    private List<Metadata> files(WindowShard window) throws IOException {
      ResourceId hour = layout.hour(window);
      List<Metadata> files = filesByHour.get(hour);
      if (files == null) {
        files =
            NamedFolder.list(hour).stream()
                .filter(file -> WarehouseLayout.isParquet(file.resourceId()))
                .toList();
        filesByHour.put(hour, files);
      }

      return files;
    }
  }
}
