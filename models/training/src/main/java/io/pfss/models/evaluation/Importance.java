// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.evaluation;

import io.pfss.models.soh.SohModel;
import io.pfss.models.soh.SohState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Permutation importance: the decrease of a model's macro F1 when one feature's values are shuffled
 * among readings (Breiman, "Random forests", 2001, section 10, on held-out readings). It uses a
 * random sample of the readings. Not thread-safe.
 */
public final class Importance {
  private static final int SAMPLE = 20_000;

  private final SohModel model;
  private final SplittableRandom random;
  private final List<double[]> inputs = new ArrayList<>();
  private final List<SohState> truths = new ArrayList<>();
  private long seen;

  /** Creates the importance for a model; the same seed gives the same result. */
  public Importance(SohModel model, long seed) {
    this.model = model;
    this.random = new SplittableRandom(seed);
  }

  /** Adds a reading's input to the model; each has the same chance to be in the sample. */
  public void add(double[] input, SohState truth) {
    seen++;
    if (inputs.size() < SAMPLE) {
      inputs.add(input);
      truths.add(truth);
      return;
    }

    long place = random.nextLong(seen);
    if (place < SAMPLE) {
      inputs.set((int) place, input);
      truths.set((int) place, truth);
    }
  }

  /** Returns the decrease by feature, in the model's order. */
  public Map<String, Double> byFeature() {
    double[][] x = inputs.toArray(double[][]::new);
    double whole = macroF1(x);
    Map<String, Double> decreases = new LinkedHashMap<>();
    for (int feature = 0; feature < model.description().features().size(); feature++) {
      decreases.put(
          model.description().features().get(feature).name(),
          whole - macroF1(shuffled(x, feature)));
    }

    return decreases;
  }

  private double macroF1(double[][] x) {
    Confusion confusion = new Confusion();
    for (int i = 0; i < x.length; i++) {
      confusion.add(truths.get(i), model.state(x[i], model.probabilities(x[i])));
    }

    return confusion.macroF1();
  }

  private double[][] shuffled(double[][] x, int feature) {
    double[][] other = new double[x.length][];
    for (int i = 0; i < x.length; i++) {
      other[i] = x[i].clone();
    }

    for (int i = x.length - 1; i > 0; i--) {
      int place = random.nextInt(i + 1);
      double value = other[i][feature];
      other[i][feature] = other[place][feature];
      other[place][feature] = value;
    }

    return other;
  }
}
