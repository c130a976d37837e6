package io.pfss.models.soh;

import java.util.List;

/**
 * What a model's training data looked like: what live readings are compared with.
 *
 * @param features in the model's order
 * @param states the share of training readings that the model itself says are in each state
 */
public record Profile(List<Bins> features, List<Double> states) {
  public Profile {
    features = List.copyOf(features);
    states = List.copyOf(states);
  }

  /**
   * How one feature's values are distributed.
   *
   * @param feature its name
   * @param bounds rising; a value belongs to the first bin whose bound it does not exceed, or else
   *     to the last
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

    /** Which bin a value belongs to. */
    public int binOf(double value) {
      int bin = 0;
      while (bin < bounds.size() && value > bounds.get(bin)) {
        bin++;
      }

      return bin;
    }
  }
}
