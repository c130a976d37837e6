package io.pfss.pipeline.score;

import io.pfss.models.soh.InvalidModelException;
import io.pfss.models.soh.ModelFolder;
import io.pfss.models.soh.ModelStore;
import io.pfss.models.soh.SohModel;
import io.pfss.pipeline.support.NamedFolder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.ResolveOptions.StandardResolveOptions;
import org.apache.beam.sdk.io.fs.ResourceId;

/**
 * The model versions that this process uses: each is loaded and verified once, since some runners
 * make an instance of a step for each bundle; of many, those that were used last stay. Thread-safe.
 */
public final class Models {
  /** More than serve and are compared at once; one of a year's promotions must not stay. */
  private static final int MAX_LOADED = 8;

  private static final Map<String, SohModel> LOADED =
      Collections.synchronizedMap(
          new LinkedHashMap<>(MAX_LOADED, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, SohModel> eldest) {
              return size() > MAX_LOADED;
            }
          });

  private Models() {}

  /**
   * The model version in a folder on any Beam file system.
   *
   * @throws IllegalArgumentException if it is not sound; the message is for the user
   */
  public static SohModel of(String folder) {
    SohModel model = LOADED.get(folder);
    if (model == null) {
      model = load(folder);
      LOADED.put(folder, model);
    }

    return model;
  }

  private static SohModel load(String folder) {
    try {
      return ModelStore.load(new BeamFolder(new NamedFolder(folder).resource()));
    } catch (InvalidModelException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private record BeamFolder(ResourceId folder) implements ModelFolder {
    @Override
    public String location() {
      return NamedFolder.nameOf(folder);
    }

    @Override
    public InputStream open(String fileName) throws IOException {
      return Channels.newInputStream(
          FileSystems.open(folder.resolve(fileName, StandardResolveOptions.RESOLVE_FILE)));
    }
  }
}
