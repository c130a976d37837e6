// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.soh;

import java.util.List;

/**
 * The distribution of a model's training data, with which live readings are compared.
 *
 * @param features in the model's order
 * @param states the share of training readings for which the model predicts each state
 */
public record Profile(List<Bins> features, List<Double> states) {
  public Profile {
    features = List.copyOf(features);
    states = List.copyOf(states);
  }

  /**
   * The distribution of one feature's values.
   *
   * @param feature its name
   * @param bounds ascending; a value belongs to the first bin whose bound it does not exceed,
   *     otherwise to the last
   * @param shares of the bins, one more than bounds
   */
  public record Bins(String feature, List<Double> bounds, List<Double> shares) {
    public Bins {
      bounds = List.copyOf(bounds);
      shares = List.copyOf(shares);
      if (shares.size() != bounds.size() + 1) {
        throw new IllegalArgumentException(
            feature + " has " + bounds.size() + " bounds and " + shares.size() + " bins");
      }
    }

    /** Returns the index of a value's bin. */
    public int binOf(double value) {
      int bin = 0;
      while (bin < bounds.size() && value > bounds.get(bin)) {
        bin++;
      }

      return bin;
    }
  }
}
