package io.pfss.pipeline.warehouse;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.beam.sdk.io.fs.MatchResult.Metadata;
import org.apache.beam.sdk.io.fs.ResourceId;

/** Final files that are simply there, in folders by day and hour: a warehouse without a catalog. */
final class FolderFiles implements FinalFiles {
  private final WarehouseLayout layout;

  FolderFiles(WarehouseLayout layout) {
    this.layout = layout;
  }

  @Override
  public ReadingSchema schema() {
    return ReadingSchema.OF_FOLDER;
  }

  @Override
  public View view(WindowShard window) throws IOException {
    return new FolderView(window, WarehouseFiles.list(layout.parquetsOfHour(window)));
  }

  private final class FolderView implements View {
    private final WindowShard window;
    private final List<Metadata> files;

    FolderView(WindowShard window, List<Metadata> files) {
      this.window = window;
      this.files = files;
    }

    @Override
    public PositionSet positions(Incoming incoming) throws IOException {
      PositionSet known = new PositionSet();
      for (Metadata file : files) {
        if (WarehouseLayout.windowOfParquet(file.resourceId()).overlaps(window)) {
          PositionReader.read(new BeamInputFile(file.resourceId(), file.sizeBytes()), known::add);
        }
      }

      return known;
    }

    @Override
    public Optional<Added> add(ResourceId complete, String name, FileContent content)
        throws IOException {
      ResourceId target = layout.parquet(window, name);
      WarehouseFiles.publish(complete, target);
      boolean isLate =
          files.stream()
              .anyMatch(file -> WarehouseLayout.windowOfParquet(file.resourceId()).equals(window));
      return Optional.of(new Added(target.toString(), isLate));
    }
  }
}
