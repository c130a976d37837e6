// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.score;

import io.pfss.models.facility.RiskModel;
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
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The model versions that score in this process. If the location is the folder of a model, a
 * background refresh reads it every 10 s, and a promoted version scores from the next batch on. A
 * version that cannot be loaded does not become active; the one before stays active. Thread-safe.
 *
 * @param <M> the kind of the models
 */
public final class ActiveModels<M> {
  private static final Logger LOG = LoggerFactory.getLogger(ActiveModels.class);
  private static final long POLL_SECONDS = 10;
  private static final ConcurrentMap<String, ActiveModels<SohModel>> STATES =
      new ConcurrentHashMap<>();
  private static final ConcurrentMap<String, ActiveModels<RiskModel>> RISKS =
      new ConcurrentHashMap<>();

  private final String location;
  private final Function<String, M> loader;

  /** Null if the location is the folder of a version, which never changes. */
  private final @Nullable PromotionStore store;

  private volatile Served<M> current;
  private volatile String problem = "";

  private ActiveModels(
      String location,
      Function<String, M> loader,
      @Nullable PromotionStore store,
      Served<M> first) {
    this.location = location;
    this.loader = loader;
    this.store = store;
    this.current = first;
  }

  /**
   * Returns the active models of states in a location.
   *
   * @param location folder of a version, or of a model, on any Beam file system
   * @throws IllegalArgumentException if it is neither, or the active version cannot be loaded; the
   *     message is for the user
   */
  public static ActiveModels<SohModel> of(String location) {
    return STATES.computeIfAbsent(location, any -> open(any, Models::of));
  }

  /** Returns the active risk models in a location; otherwise as {@link #of}. */
  public static ActiveModels<RiskModel> ofRisk(String location) {
    return RISKS.computeIfAbsent(location, any -> open(any, Models::riskOf));
  }

  /** Returns the versions that score now. */
  public Served<M> current() {
    return current;
  }

  private static <M> ActiveModels<M> open(String location, Function<String, M> loader) {
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
        M model = loader.apply(location);
        String version = NamedFolder.lastNameOf(new NamedFolder(location).resource());
        return new ActiveModels<>(
            location,
            loader,
            null,
            new Served<>(version, model, Optional.empty(), Optional.empty()));
      }

      ActiveModels<M> served =
          new ActiveModels<>(location, loader, store, load(store, serving.get(), loader));
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
        Served<M> next = load(store, latest.get(), loader);
        LOG.info(
            "Model version activated location={} version={} previous={} challenger={}",
            location,
            next.version,
            current.version,
            latest.get().challenger().orElse("none"));
        current = next;
      }

      problem = "";
    } catch (IOException | RuntimeException e) {
      if (!problem.equals(e.getMessage())) {
        problem = String.valueOf(e.getMessage());
        LOG.error(
            "Promotion ignored; the active version stays location={} version={} error={}",
            location,
            current.version,
            problem);
      }
    }
  }

  private static <M> Served<M> load(
      PromotionStore store, Promotion serving, Function<String, M> loader) {
    M champion = loader.apply(store.folderOf(serving.champion()));
    Optional<M> challenger =
        serving.challenger().map(version -> loader.apply(store.folderOf(version)));
    return new Served<>(serving.champion(), champion, challenger, Optional.of(serving));
  }

  private static boolean isVersion(String location) throws IOException {
    String folder = NamedFolder.nameOf(new NamedFolder(location).resource());
    return new NamedFile(folder + ModelStore.DESCRIPTION).exists();
  }

  /**
   * The active versions.
   *
   * @param version name of the champion
   * @param champion version whose scores are published
   * @param challenger version that scores the same readings, for comparison only
   * @param serving promotion that activated them; empty if the location is the folder of a version
   */
  public record Served<M>(
      String version, M champion, Optional<M> challenger, Optional<Promotion> serving) {}
}
