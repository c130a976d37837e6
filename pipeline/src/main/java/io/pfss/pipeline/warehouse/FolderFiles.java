package io.pfss.pipeline.warehouse;

import java.io.IOException;
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
  public View view(WindowShard window) {
    return new FolderView(window);
  }

  private final class FolderView implements View {
    private final WindowShard window;

    FolderView(WindowShard window) {
      this.window = window;
    }

    @Override
    public PositionSet positions(Incoming incoming) throws IOException {
      PositionSet known = new PositionSet();
      for (Metadata file : WarehouseFiles.list(layout.parquetsOfHour(window))) {
        if (WarehouseLayout.windowOfParquet(file.resourceId()).overlaps(window)) {
          PositionReader.read(new BeamInputFile(file.resourceId(), file.sizeBytes()), known::add);
        }
      }

      return known;
    }

    @Override
    public Optional<String> add(ResourceId complete, String name, FileContent content)
        throws IOException {
      ResourceId target = layout.parquet(window, name);
      WarehouseFiles.publish(complete, target);
      return Optional.of(target.toString());
    }
  }
}
