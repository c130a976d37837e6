// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.score;

import io.pfss.models.soh.Profile;
import io.pfss.models.soh.SohScore;
import io.pfss.models.soh.SohState;
import java.util.List;

/**
 * Counts features of a batch by the bins of the model's training profile, and predicted states.
 * Reports metrics, named by {@link #feature} and {@link #state}. Not thread-safe.
 */
public final class DriftCounts {
  private final String version;
  private final List<Profile.Bins> bins;
  private final long[][] features;
  private final long[] states = new long[SohState.ALL.size()];

  /** Creates counts for a version and the profile of its training data. */
  DriftCounts(String version, Profile profile) {
    this.version = version;
    bins = profile.features();
    features = bins.stream().map(one -> new long[one.shares().size()]).toArray(long[][]::new);
  }

  /** Returns the name of the metric for one bin of a feature. */
  public static String feature(String version, int feature, int bin) {
    return "drift." + version + ".feature." + feature + "." + bin;
  }

  /** Returns the name of the metric for a state. */
  public static String state(String version, int state) {
    return "drift." + version + ".state." + state;
  }

  void add(double[] input, SohScore score) {
    for (int i = 0; i < input.length; i++) {
      features[i][bins.get(i).binOf(input[i])]++;
    }

    score.state().ifPresent(state -> states[state.ordinal()]++);
  }

  void report() {
    for (int feature = 0; feature < features.length; feature++) {
      for (int bin = 0; bin < features[feature].length; bin++) {
        // Building a name is expensive if a batch has one reading.
        if (features[feature][bin] > 0) {
          ScoreReadings.MODEL_COUNTS.add(feature(version, feature, bin), features[feature][bin]);
        }
      }
    }

    for (int state = 0; state < states.length; state++) {
      ScoreReadings.MODEL_COUNTS.add(state(version, state), states[state]);
    }
  }
}
