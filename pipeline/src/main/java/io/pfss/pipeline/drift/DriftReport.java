// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.drift;

import io.pfss.models.soh.Drift;
import io.pfss.models.soh.ModelDescription;
import io.pfss.models.soh.Profile;
import io.pfss.models.soh.SohState;
import io.pfss.models.text.Message;
import io.pfss.pipeline.score.DriftCounts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.StringJoiner;
import java.util.stream.IntStream;

/**
 * The drift of the readings of a period from a model's training data.
 *
 * @param model the model's name
 * @param version the model's version
 * @param readings the number of readings
 * @param features the population stability index (PSI) per feature, in the model's order
 * @param states the PSI of the predicted states
 * @param shares the share of each predicted state, 0 to 1
 */
public record DriftReport(
    String model,
    String version,
    long readings,
    Map<String, Double> features,
    double states,
    List<Double> shares) {
  /** Minimum number of readings: with fewer, distributions differ by chance. */
  public static final long FEWEST_READINGS = 1_000;

  /**
   * Calculates the report.
   *
   * @param model a model with a profile
   * @param counts the values of the counters that {@link DriftCounts} names
   */
  public static DriftReport of(ModelDescription model, Map<String, Long> counts) {
    Profile profile = Objects.requireNonNull(model.profile(), "profile");
    Map<String, Double> features = new LinkedHashMap<>();
    for (int i = 0; i < profile.features().size(); i++) {
      Profile.Bins bins = profile.features().get(i);
      int feature = i;
      long[] found =
          IntStream.range(0, bins.shares().size())
              .mapToLong(
                  bin ->
                      counts.getOrDefault(DriftCounts.feature(model.version(), feature, bin), 0L))
              .toArray();
      features.put(bins.feature(), Drift.psi(bins.shares(), found));
    }

    long[] predicted =
        IntStream.range(0, SohState.ALL.size())
            .mapToLong(state -> counts.getOrDefault(DriftCounts.state(model.version(), state), 0L))
            .toArray();
    long readings = IntStream.range(0, predicted.length).mapToLong(state -> predicted[state]).sum();
    List<Double> shares = new ArrayList<>();
    for (long count : predicted) {
      shares.add(readings == 0 ? 0 : (double) count / readings);
    }

    return new DriftReport(
        model.name(),
        model.version(),
        readings,
        features,
        Drift.psi(profile.states(), predicted),
        shares);
  }

  /** Whether the number of readings is sufficient. */
  public boolean isMeaningful() {
    return readings >= FEWEST_READINGS;
  }

  /** Whether any PSI reaches {@link Drift#MAJOR}. */
  public boolean isMajor() {
    return states >= Drift.MAJOR
        || features.values().stream().anyMatch(index -> index >= Drift.MAJOR);
  }

  /** Returns the report as text, for the log. */
  public String text() {
    StringJoiner text = new StringJoiner(", ");
    features.forEach((feature, index) -> text.add(feature + " " + number(index)));
    return Message.of(
        "%s/%s, %,d readings: PSI %s, predicted states %s",
        model, version, readings, text, number(states));
  }

  /**
   * Returns line protocol: a point of {@code model_drift} for each feature, and one of {@code
   * model_mix}.
   */
  public List<String> lines(long timeMillis) {
    List<String> lines = new ArrayList<>();
    String tags = ",model=" + model + ",version=" + version;
    features.forEach(
        (feature, index) ->
            lines.add(
                Message.of(
                    "model_drift%s,feature=%s psi=%s,readings=%di %d",
                    tags, feature, index, readings, timeMillis)));
    StringJoiner mix = new StringJoiner(",");
    for (SohState state : SohState.ALL) {
      mix.add(state.word() + "=" + shares.get(state.ordinal()));
    }

    lines.add(
        Message.of(
            "model_mix%s psi=%s,%s,readings=%di %d", tags, states, mix, readings, timeMillis));
    return lines;
  }

  private static String number(double number) {
    return Message.of("%.3f", number);
  }
}
