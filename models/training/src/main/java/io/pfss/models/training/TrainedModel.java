// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.training;

import io.pfss.models.soh.Classifier;
import io.pfss.models.soh.GoldenScore;
import io.pfss.models.soh.ModelDescription;
import io.pfss.models.soh.ModelStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The result of a training.
 *
 * @param description the model's description
 * @param classifier the model itself
 * @param golden inputs with the probabilities that the training library calculated
 */
public record TrainedModel(
    ModelDescription description, Classifier classifier, List<GoldenScore> golden) {

  /**
   * Saves the model as a version.
   *
   * @return the version's folder
   * @throws java.nio.file.FileAlreadyExistsException if the version exists
   */
  public Path save(Path root) throws IOException {
    return ModelStore.save(root, description, classifier, golden);
  }
}
