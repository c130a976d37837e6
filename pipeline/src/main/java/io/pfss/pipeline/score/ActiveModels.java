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
 * The versions that serve in this process. Where a model's folder is named, and not that of a
 * version, it is looked at every 10 s, beside the readings' way, and what was promoted serves from
 * the next batch on. What is not sound does not serve: that before it goes on. Thread-safe.
 */
public final class ActiveModels {
  private static final Logger LOG = LoggerFactory.getLogger(ActiveModels.class);
  private static final long POLL_SECONDS = 10;
  private static final ConcurrentMap<String, ActiveModels> ALL = new ConcurrentHashMap<>();
  private final String location;

  /** Null where a version is named, which never changes. */
  private final @Nullable PromotionStore store;

  private volatile Served current;
  private volatile String problem = "";

  private ActiveModels(String location, @Nullable PromotionStore store, Served first) {
    this.location = location;
    this.store = store;
    this.current = first;
  }

  /**
   * What serves at a place on any Beam file system.
   *
   * @param location the folder of a version, or of a model
   * @throws IllegalArgumentException if it is neither, or what should serve is not sound; the
   *     message is for the user
   */
  public static ActiveModels of(String location) {
    return ALL.computeIfAbsent(location, ActiveModels::open);
  }

  /** The versions that serve now. */
  public Served current() {
    return current;
  }

  private static ActiveModels open(String location) {
    PromotionStore store = new PromotionStore(location);
    try {
      boolean version = isVersion(location);
      Optional<Promotion> serving = version ? Optional.empty() : store.latest();
      if (serving.isEmpty() && !version && !store.versions().isEmpty()) {
        throw new IllegalArgumentException(
            location
                + " holds the versions "
                + store.versions()
                + ", and none of them serves yet: pfss model promote, or name one's folder");
      }

      if (serving.isEmpty()) {
        // A folder that is neither is refused as a version that lacks its files.
        return new ActiveModels(
            location, null, new Served(Models.of(location), Optional.empty(), Optional.empty()));
      }

      ActiveModels served = new ActiveModels(location, store, load(store, serving.get()));
      BackgroundRefresh.every(POLL_SECONDS, served::refresh);
      return served;
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "Which version of " + location + " serves cannot be told: " + e.getMessage(), e);
    }
  }

  /** Looks whether other versions are to serve. */
  void refresh() {
    if (store == null) {
      return;
    }

    try {
      Optional<Promotion> latest = store.latest();
      if (latest.isPresent() && !latest.equals(current.serving)) {
        Served next = load(store, latest.get());
        LOG.info(
            "{}: version {} serves, in place of {}{}",
            location,
            next.champion.version(),
            current.champion.version(),
            next.challenger.map(model -> ", beside it " + model.version()).orElse(""));
        current = next;
      }

      problem = "";
    } catch (IOException | RuntimeException e) {
      if (!problem.equals(e.getMessage())) {
        problem = String.valueOf(e.getMessage());
        LOG.error(
            "{}: version {} serves on, since what was promoted cannot: {}",
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
   * What serves.
   *
   * @param champion whose scores are published
   * @param challenger that is scored beside it and compared
   * @param serving where it is written; empty where a version is named
   */
  public record Served(
      SohModel champion, Optional<SohModel> challenger, Optional<Promotion> serving) {}
}
