// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.training;

import io.pfss.models.soh.Profile;
import io.pfss.models.soh.SohState;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Calculates the profile of training data. */
final class Profiles {
  private static final int BINS = 10;

  private Profiles() {}

  /**
   * Returns the profile of rows without absent values: deciles of each feature.
   *
   * @param predicted gives the state that the model predicts for a row
   */
  static Profile of(TrainingData data, int[] rows, IntFunction<SohState> predicted) {
    List<Profile.Bins> features =
        IntStream.range(0, data.features().size())
            .mapToObj(feature -> bins(data, rows, feature))
            .toList();
    long[] states = new long[SohState.ALL.size()];
    for (int row : rows) {
      states[predicted.apply(row).ordinal()]++;
    }

    return new Profile(features, shares(states));
  }

  private static Profile.Bins bins(TrainingData data, int[] rows, int feature) {
    double[] sorted = Arrays.stream(data.values(rows, feature)).sorted().toArray();
    // A frequent value would be several bounds.
    List<Double> bounds =
        IntStream.range(1, BINS)
            .mapToObj(decile -> sorted[(int) ((long) sorted.length * decile / BINS)])
            .distinct()
            .toList();
    String name = data.features().get(feature).label();
    long[] counts = new long[bounds.size() + 1];
    Profile.Bins empty = new Profile.Bins(name, bounds, Collections.nCopies(counts.length, 0.0));
    for (double value : sorted) {
      counts[empty.binOf(value)]++;
    }

    return new Profile.Bins(name, bounds, shares(counts));
  }

  private static List<Double> shares(long[] counts) {
    double all = Arrays.stream(counts).sum();
    return Arrays.stream(counts).mapToObj(count -> count / all).toList();
  }
}
