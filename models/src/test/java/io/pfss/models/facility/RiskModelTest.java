// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.facility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.pfss.models.facility.RiskModel.AlarmRate;
import io.pfss.models.facility.RiskModel.Knot;
import io.pfss.models.facility.RiskModel.Term;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RiskModelTest {
  private static final String ZONE = "Asia/Seoul";
  private static final List<Knot> KNOTS =
      List.of(new Knot(-2, 0.1), new Knot(0, 0.2), new Knot(2, 0.8));

  @Test
  void theProbabilityFollowsTheKnots() {
    RiskModel model = model(KNOTS);

    assertThat(model.probability(inputs(0))).isCloseTo(0.2, within(1e-12));
    // Weight 1, mean 0, scale 0.5: a logit of 1, half way from odds of 1/4 to odds of 4.
    assertThat(model.probability(inputs(0.5))).isCloseTo(0.5, within(1e-12));
    // A logit of 3 is one more than the last knot: odds of 4 · e.
    assertThat(model.probability(inputs(1.5))).isCloseTo(1 - 1 / (1 + 4 * Math.E), within(1e-12));
    assertThat(model.probability(inputs(-1))).isCloseTo(0.1, within(1e-12));
    assertThat(model.probability(inputs(-9))).isBetween(1e-9, 1e-7);
    assertThat(model.probability(inputs(9e9))).isEqualTo(1);
    assertThat(model.probability(inputs(-9e9))).isZero();
    assertThat(model(List.of(new Knot(0, 0.3))).probability(inputs(0)))
        .isCloseTo(0.3, within(1e-12));
    assertThatThrownBy(() -> model.probability(new double[3]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void reasonsAreTheInputsThatMoveItMost() {
    double[] inputs = inputs(0.1);
    inputs[RiskInput.HOUR_SIN.ordinal()] = 0.3;
    inputs[RiskInput.HOUR_COS.ordinal()] = 0.3;
    inputs[RiskInput.USUAL_60.ordinal()] = -0.5;
    inputs[RiskInput.WORKDAY.ordinal()] = 0.01;

    assertThat(model(KNOTS).reasons(inputs))
        .containsExactly(RiskInput.HOUR_SIN, RiskInput.USUAL_60, RiskInput.PF_NOW);
    assertThat(model(KNOTS).reasons(inputs(0))).isEmpty();
  }

  @Test
  void whatCannotBeIsRefused() {
    assertRefused(() -> model("Seoul", 0.6, 60, terms(1), 0), "its zone is Seoul");
    assertRefused(() -> model(ZONE, 1, 60, terms(1), 0), "its limit is 1.0");
    assertRefused(() -> model(ZONE, 0.6, 0, terms(1), 0), "its horizon is 0 min, not 60");
    assertRefused(() -> model(ZONE, 0.6, 60, null, 0), "it has no terms");
    assertRefused(() -> model(ZONE, 0.6, 60, List.of(), 0), "its inputs are []");
    assertRefused(() -> model(ZONE, 0.6, 60, terms(0), 0), "it has the term");
    assertRefused(() -> model(ZONE, 0.6, 60, terms(1), Double.NaN), "its intercept");
    assertRefused(() -> model(List.of()), "it has 0 knots");
    assertRefused(() -> model(List.of(new Knot(0, 0.2), new Knot(0, 0.3))), "knot 2");
    assertRefused(() -> model(List.of(new Knot(0, 0.2), new Knot(1, 0.1))), "knot 2");
    assertRefused(() -> model(List.of(new Knot(0, 1))), "knot 1");
    assertRefused(() -> withAlarms(), "it has no rates of alarms");
    assertRefused(() -> withAlarms(new AlarmRate(0, 0.5)), "rate 1 of alarms");
    assertRefused(() -> withAlarms(new AlarmRate(1, 1)), "rate 1 of alarms");
    assertRefused(
        () -> withAlarms(new AlarmRate(1, 0.5), new AlarmRate(1, 0.4)), "rate 2 of alarms");
    assertRefused(
        () -> withAlarms(new AlarmRate(1, 0.5), new AlarmRate(2, 0.6)), "rate 2 of alarms");
  }

  @Test
  void theThresholdIsThatOfTheNextRarerRate() {
    RiskModel model = withAlarms(new AlarmRate(0.25, 0.8), new AlarmRate(1, 0.4));
    assertThat(model.threshold(0.25)).isEqualTo(0.8);
    assertThat(model.threshold(0.9)).isEqualTo(0.8);
    assertThat(model.threshold(5)).isEqualTo(0.4);
    assertThat(model.threshold(0.01)).as("rarer than the model knows").isEqualTo(0.8);
  }

  private static void assertRefused(Runnable making, String problem) {
    assertThatThrownBy(making::run)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not a risk model: " + problem);
  }

  private static RiskModel model(List<Knot> knots) {
    return new RiskModel(ZONE, 0.6, 60, terms(0.5), 0, knots, List.of(new AlarmRate(1, 0.5)));
  }

  private static RiskModel model(
      String zone, double limit, int horizon, List<Term> terms, double intercept) {
    return new RiskModel(
        zone, limit, horizon, terms, intercept, KNOTS, List.of(new AlarmRate(1, 0.5)));
  }

  private static RiskModel withAlarms(AlarmRate... alarms) {
    return new RiskModel(ZONE, 0.6, 60, terms(0.5), 0, KNOTS, List.of(alarms));
  }

  private static List<Term> terms(double scale) {
    List<Term> terms = new ArrayList<>();
    RiskInput.ALL.forEach(input -> terms.add(new Term(input.label(), 0, scale, 1)));
    return terms;
  }

  private static double[] inputs(double powerFactor) {
    double[] inputs = new double[RiskInput.ALL.size()];
    inputs[0] = powerFactor;
    return inputs;
  }
}
