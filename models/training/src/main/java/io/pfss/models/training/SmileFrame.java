// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.training;

import io.pfss.models.soh.Feature;
import io.pfss.models.soh.SohState;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import smile.data.DataFrame;
import smile.data.formula.Formula;
import smile.data.type.StructType;
import smile.data.vector.DoubleVector;
import smile.data.vector.IntVector;

/** Converts training data to Smile's data frames. */
final class SmileFrame {
  private static final String LABEL = "state";

  /** The state is predicted from all other columns. */
  static final Formula FORMULA = Formula.lhs(LABEL);

  private SmileFrame() {}

  /**
   * Returns rows with their states.
   *
   * @throws IllegalArgumentException if a state has no row
   */
  static DataFrame of(TrainingData data, int[] rows) {
    int[] states = Arrays.stream(rows).map(row -> data.state(row).ordinal()).toArray();
    for (SohState state : SohState.ALL) {
      if (Arrays.stream(states).noneMatch(label -> label == state.ordinal())) {
        throw new IllegalArgumentException(
            "No reading of the training facilities is " + state + " " + state.label());
      }
    }

    List<Feature> features = data.features();
    return DataFrame.of(
            IntStream.range(0, features.size())
                .mapToObj(i -> DoubleVector.of(features.get(i).label(), data.values(rows, i)))
                .toArray(DoubleVector[]::new))
        .merge(IntVector.of(LABEL, states));
  }

  /** Returns the schema of inputs. */
  static StructType schema(List<Feature> features) {
    return DataFrame.of(
            new double[1][features.size()], Feature.labels(features).toArray(String[]::new))
        .schema();
  }
}
