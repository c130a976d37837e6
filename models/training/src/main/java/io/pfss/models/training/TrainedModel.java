package io.pfss.models.training;

import io.pfss.models.soh.Classifier;
import io.pfss.models.soh.GoldenScore;
import io.pfss.models.soh.ModelDescription;
import io.pfss.models.soh.ModelStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A model as it comes from training.
 *
 * @param description what is known of it
 * @param classifier the model itself
 * @param golden inputs with what the trainer's library says of them
 */
public record TrainedModel(
    ModelDescription description, Classifier classifier, List<GoldenScore> golden) {

  /**
   * Saves it as a version.
   *
   * @return the version's folder
   * @throws java.nio.file.FileAlreadyExistsException if the version is there already
   */
  public Path save(Path root) throws IOException {
    return ModelStore.save(root, description, classifier, golden);
  }
}
