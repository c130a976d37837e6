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
 * How far the readings of some time are from a model's training data.
 *
 * @param model its name
 * @param version of it
 * @param readings how many were compared
 * @param features the population stability index of each, in the model's order
 * @param states that of what the model says
 * @param shares of each state that it says
 */
public record DriftReport(
    String model,
    String version,
    long readings,
    Map<String, Double> features,
    double states,
    List<Double> shares) {
  /** Of fewer readings chance alone makes a distribution differ. */
  public static final long FEWEST_READINGS = 1_000;

  /**
   * What some counts say.
   *
   * @param model that has a profile
   * @param counts of the metrics that {@link DriftCounts} names
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

    long[] said =
        IntStream.range(0, SohState.ALL.size())
            .mapToLong(state -> counts.getOrDefault(DriftCounts.state(model.version(), state), 0L))
            .toArray();
    long readings = IntStream.range(0, said.length).mapToLong(state -> said[state]).sum();
    List<Double> shares = new ArrayList<>();
    for (long one : said) {
      shares.add(readings == 0 ? 0 : (double) one / readings);
    }

    return new DriftReport(
        model.name(),
        model.version(),
        readings,
        features,
        Drift.psi(profile.states(), said),
        shares);
  }

  /** Whether enough readings were compared. */
  public boolean isMeaningful() {
    return readings >= FEWEST_READINGS;
  }

  /** Whether any index is {@link Drift#MAJOR}. */
  public boolean isMajor() {
    return states >= Drift.MAJOR
        || features.values().stream().anyMatch(index -> index >= Drift.MAJOR);
  }

  /** In words, for the log. */
  public String text() {
    StringJoiner text = new StringJoiner(", ");
    features.forEach((feature, index) -> text.add(feature + " " + number(index)));
    return Message.of(
        "%s/%s, %,d readings: PSI %s, what it says %s",
        model, version, readings, text, number(states));
  }

  /**
   * InfluxDB's line protocol: a point of {@code model_drift} for each feature, and one of {@code
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
