// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.score;

import io.pfss.models.facility.RiskModel;
import io.pfss.models.soh.InvalidModelException;
import io.pfss.models.soh.ModelDescription;
import io.pfss.models.soh.ModelFolder;
import io.pfss.models.soh.ModelStore;
import io.pfss.models.soh.SohModel;
import io.pfss.pipeline.support.NamedFolder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.ResolveOptions.StandardResolveOptions;
import org.apache.beam.sdk.io.fs.ResourceId;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.cache.Cache;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.cache.CacheBuilder;

/**
 * A cache of the model versions that this process uses. It loads and verifies each version once,
 * although some runners create an instance of a step for each bundle. Evicts the versions that were
 * not used for the longest time. Thread-safe.
 */
public final class Models {
  /** More than are active and compared at once; a bound, so that former versions are evicted. */
  private static final int MAX_LOADED = 8;

  private static final Cache<String, SohModel> LOADED =
      CacheBuilder.newBuilder().concurrencyLevel(1).maximumSize(MAX_LOADED).build();

  private Models() {}

  /**
   * Returns the model version in a folder on any Beam file system.
   *
   * @throws IllegalArgumentException if it cannot be loaded; the message is for the user
   */
  public static SohModel of(String folder) {
    return LOADED.asMap().computeIfAbsent(folder, name -> load(name, ModelStore::load));
  }

  /**
   * Returns the risk model in a folder on any Beam file system.
   *
   * @throws IllegalArgumentException if it cannot be loaded; the message is for the user
   */
  static RiskModel riskOf(String folder) {
    return load(folder, ModelStore::loadRisk);
  }

  /**
   * Returns the description of the model version in a folder, which may be a risk model.
   *
   * @throws IllegalArgumentException if it cannot be loaded; the message is for the user
   */
  public static ModelDescription describe(String folder) {
    return load(folder, ModelStore::describe);
  }

  private static <T> T load(String folder, Loader<T> loader) {
    try {
      return loader.load(new BeamFolder(new NamedFolder(folder).resource()));
    } catch (InvalidModelException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  @FunctionalInterface
  private interface Loader<T> {
    T load(ModelFolder folder) throws InvalidModelException;
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
