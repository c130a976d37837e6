package io.pfss.cli;

import io.pfss.models.text.Message;
import io.pfss.pipeline.score.PromotionStore;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Option;

/** Where models are. */
final class ModelOptions {
  @Option(
      names = "--models",
      defaultValue = "${env:PFSS_MODELS:-models}",
      description =
          "Folder of all models, on any file system, as hdfs://namenode:8020/pfss/models; or"
              + " PFSS_MODELS. Default: models.")
  private String root;

  /**
   * The store of a model.
   *
   * @throws IllegalArgumentException if it has no version
   */
  PromotionStore store(String model) throws IOException {
    PromotionStore store = new PromotionStore(root + "/" + model);
    if (store.versions().isEmpty()) {
      throw new IllegalArgumentException(
          Message.of(
              "There is no version of a model in %s/%s: --models names the folder of all models",
              root, model));
    }

    return store;
  }

  /**
   * Refuses a version that is not there.
   *
   * @throws IllegalArgumentException that names those that are
   */
  static void require(PromotionStore store, String version) throws IOException {
    List<String> versions = store.versions();
    if (!versions.contains(version)) {
      throw new IllegalArgumentException(
          "There is no version " + version + ": there are " + versions);
    }
  }
}
