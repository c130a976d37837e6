// SPDX-License-Identifier: Apache-2.0
package io.pfss.cli;

import static io.pfss.cli.Pfss.text;

import io.pfss.pipeline.score.PromotionStore;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Option;

/** Option for the folder of the models. */
final class ModelOptions {
  @Option(
      names = "--models",
      defaultValue = "${env:PFSS_MODELS:-models}",
      description =
          "Folder of all models, on any file system, such as hdfs://namenode:8020/pfss/models; or"
              + " PFSS_MODELS. Default: models.")
  private String root;

  /**
   * Returns the store of a model.
   *
   * @throws IllegalArgumentException if the model has no version
   */
  PromotionStore store(String model) throws IOException {
    PromotionStore store = new PromotionStore(root + "/" + model);
    if (store.versions().isEmpty()) {
      throw new IllegalArgumentException(text("model.none", root, model));
    }

    return store;
  }

  /**
   * Refuses a version that does not exist.
   *
   * @throws IllegalArgumentException if the version does not exist; the message lists the others
   */
  static void require(PromotionStore store, String version) throws IOException {
    List<String> versions = store.versions();
    if (!versions.contains(version)) {
      throw new IllegalArgumentException(text("model.no_version", version, versions));
    }
  }
}
