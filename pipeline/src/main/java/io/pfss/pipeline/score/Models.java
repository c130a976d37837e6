package io.pfss.pipeline.score;

import io.pfss.models.soh.InvalidModelException;
import io.pfss.models.soh.ModelStore;
import io.pfss.models.soh.SohModel;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The model versions that this process uses: each is loaded and verified once, since some runners
 * make an instance of a step for each bundle. Thread-safe.
 */
public final class Models {
  private static final ConcurrentMap<String, SohModel> LOADED = new ConcurrentHashMap<>();

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
      return ModelStore.load(new BeamModelFolder(folder));
    } catch (InvalidModelException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }
}
