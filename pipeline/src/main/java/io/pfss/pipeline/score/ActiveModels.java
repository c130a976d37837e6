// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.score;

import io.pfss.models.soh.ModelStore;
import io.pfss.models.soh.Promotion;
import io.pfss.models.soh.SohModel;
import io.pfss.pipeline.support.BackgroundRefresh;
import io.pfss.pipeline.support.NamedFile;
import io.pfss.pipeline.support.NamedFolder;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The model versions that score in this process. If the location is the folder of a model, a
 * background refresh reads it every 10 s, and a promoted version scores from the next batch on. A
 * version that cannot be loaded does not become active; the one before stays active. Thread-safe.
 */
public final class ActiveModels {
  private static final Logger LOG = LoggerFactory.getLogger(ActiveModels.class);
  private static final long POLL_SECONDS = 10;
  private static final ConcurrentMap<String, ActiveModels> ALL = new ConcurrentHashMap<>();
  private final String location;

  /** Null if the location is the folder of a version, which never changes. */
  private final @Nullable PromotionStore store;

  private volatile Served current;
  private volatile String problem = "";

  private ActiveModels(String location, @Nullable PromotionStore store, Served first) {
    this.location = location;
    this.store = store;
    this.current = first;
  }

  /**
   * Returns the active models of a location.
   *
   * @param location folder of a version, or of a model, on any Beam file system
   * @throws IllegalArgumentException if it is neither, or the active version cannot be loaded; the
   *     message is for the user
   */
  public static ActiveModels of(String location) {
    return ALL.computeIfAbsent(location, ActiveModels::open);
  }

  /** Returns the versions that score now. */
  public Served current() {
    return current;
  }

  private static ActiveModels open(String location) {
    PromotionStore store = new PromotionStore(location);
    try {
      boolean isVersion = isVersion(location);
      Optional<Promotion> serving = isVersion ? Optional.empty() : store.latest();
      if (serving.isEmpty() && !isVersion && !store.versions().isEmpty()) {
        throw new IllegalArgumentException(
            location
                + " has the versions "
                + store.versions()
                + ", but none is active: promote one with pfss model promote, or name its folder");
      }

      if (serving.isEmpty()) {
        // If the folder is neither, the error names the files that a version needs.
        return new ActiveModels(
            location, null, new Served(Models.of(location), Optional.empty(), Optional.empty()));
      }

      ActiveModels served = new ActiveModels(location, store, load(store, serving.get()));
      BackgroundRefresh.every(POLL_SECONDS, served::refresh);
      return served;
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "Cannot read the active version of " + location + ": " + e.getMessage(), e);
    }
  }

  /** Reads the latest promotion, and activates its versions if it is new. */
  void refresh() {
    if (store == null) {
      return;
    }

    try {
      Optional<Promotion> latest = store.latest();
      if (latest.isPresent() && !latest.equals(current.serving)) {
        Served next = load(store, latest.get());
        LOG.info(
            "Model version activated location={} version={} previous={} challenger={}",
            location,
            next.champion.version(),
            current.champion.version(),
            next.challenger.map(SohModel::version).orElse("none"));
        current = next;
      }

      problem = "";
    } catch (IOException | RuntimeException e) {
      if (!problem.equals(e.getMessage())) {
        problem = String.valueOf(e.getMessage());
        LOG.error(
            "Promotion ignored; the active version stays location={} version={} error={}",
            location,
            current.champion.version(),
            problem);
      }
    }
  }

  private static Served load(PromotionStore store, Promotion serving) {
    SohModel champion = Models.of(store.folderOf(serving.champion()));
    Optional<SohModel> challenger =
        serving.challenger().map(version -> Models.of(store.folderOf(version)));
    return new Served(champion, challenger, Optional.of(serving));
  }

  private static boolean isVersion(String location) throws IOException {
    String folder = NamedFolder.nameOf(new NamedFolder(location).resource());
    return new NamedFile(folder + ModelStore.DESCRIPTION).exists();
  }

  /**
   * The active versions.
   *
   * @param champion version whose scores are published
   * @param challenger version that scores the same readings, for comparison only
   * @param serving promotion that activated them; empty if the location is the folder of a version
   */
  public record Served(
      SohModel champion, Optional<SohModel> challenger, Optional<Promotion> serving) {}
}
