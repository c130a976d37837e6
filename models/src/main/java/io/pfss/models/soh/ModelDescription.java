// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.soh;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.pfss.models.facility.RiskModel;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The description of a model version: the content of {@code model.json}, in this order.
 *
 * @param format of this file: 1
 * @param name of the model
 * @param version of the model
 * @param created the time of creation, ISO 8601, UTC
 * @param features in order; empty for a risk model
 * @param classes the labels in order; empty for a risk model
 * @param stateLimits limits of the power factor, which decide the state; null: it is the most
 *     probable one
 * @param algorithm the algorithm and its library
 * @param hyperparameters of the training, the seed included
 * @param training the training data
 * @param metrics by name, measured on the held-out facilities
 * @param profile of the training data; null in models of before it was taken
 * @param risk the risk model itself; null for a model that scores readings
 * @param sha256 of the other files, by file name
 */
public record ModelDescription(
    int format,
    String name,
    String version,
    String created,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Feature> features,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> classes,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable StateLimits stateLimits,
    Algorithm algorithm,
    Map<String, Double> hyperparameters,
    Training training,
    Map<String, Double> metrics,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Profile profile,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable RiskModel risk,
    Map<String, String> sha256) {

  /** A file may lack {@code features} and {@code classes}. */
  public ModelDescription {
    features = Objects.requireNonNullElse(features, List.of());
    classes = Objects.requireNonNullElse(classes, List.of());
  }

  /** How the table of scores names it: {@code heat-forest@2}. */
  public String id() {
    return name + "@" + version;
  }

  /**
   * A feature.
   *
   * @param name as in the data contract
   * @param formula on the columns of a reading
   * @param unit its unit; 1 is a ratio
   * @param substitute replaces an absent value; null: a reading without the feature is not scored
   */
  public record Feature(String name, String formula, String unit, @Nullable Double substitute) {}

  /**
   * The training algorithm.
   *
   * @param name for example random forest
   * @param library the training library
   * @param libraryVersion its version
   */
  public record Algorithm(String name, String library, String libraryVersion) {}

  /**
   * The training data.
   *
   * @param source the source of the readings
   * @param sha256 of the readings and their states, in order
   * @param rows the number of readings
   * @param from the earliest event time, ISO 8601, UTC
   * @param to the latest; of a risk model, the latest that it was trained on
   * @param facilities that it was trained on
   * @param heldOut facilities on which the model was measured
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
