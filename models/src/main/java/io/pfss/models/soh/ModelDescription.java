package io.pfss.models.soh;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@code model.json} says of a model version, in this order.
 *
 * @param format of this file: 1
 * @param name of the model
 * @param version of the model
 * @param created when, ISO 8601, UTC
 * @param features in order
 * @param classes the labels in order
 * @param algorithm what was trained, and with which library
 * @param hyperparameters of the training, the seed included
 * @param training what it was trained on
 * @param metrics by name, on facilities that were held out
 * @param profile of the training data; null in models of before it was taken
 * @param sha256 of the forest and of the golden scores, by file name
 */
public record ModelDescription(
    int format,
    String name,
    String version,
    String created,
    List<Feature> features,
    List<String> classes,
    Algorithm algorithm,
    Map<String, Double> hyperparameters,
    Training training,
    Map<String, Double> metrics,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Profile profile,
    Map<String, String> sha256) {

  /** How the table of scores names it: {@code heat-forest@2}. */
  public String id() {
    return name + "@" + version;
  }

  /**
   * A feature.
   *
   * @param name as in the data contract
   * @param formula how it follows from the columns of a reading
   * @param unit its unit; 1 is a ratio
   * @param substitute stands in where the feature is absent; null: such a reading is not scored
   */
  public record Feature(String name, String formula, String unit, @Nullable Double substitute) {}

  /**
   * What was trained.
   *
   * @param name for example random forest
   * @param library that trained it
   * @param libraryVersion its version
   */
  public record Algorithm(String name, String library, String libraryVersion) {}

  /**
   * What a model was trained on.
   *
   * @param source where the readings came from
   * @param sha256 of the readings and their states, in order
   * @param rows how many readings
   * @param from the earliest event time, ISO 8601, UTC
   * @param to the latest
   * @param facilities that it was trained on
   * @param heldOut facilities that it was measured on
   */
  public record Training(
      String source,
      String sha256,
      long rows,
      String from,
      String to,
      List<Long> facilities,
      List<Long> heldOut) {}
}
