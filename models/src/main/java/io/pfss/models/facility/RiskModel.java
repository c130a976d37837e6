// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.facility;

import io.pfss.models.text.Message;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Gives the probability that the power factor of a facility reaches a limit within a time: a
 * logistic regression on standardized inputs, {@code logit = intercept + Σ weight · (x − mean) /
 * scale}, and a calibration, whose log-odds are linear between knots and change as the logit does
 * beyond them. Data only. Immutable and thread-safe.
 *
 * @param zone in which the days of the facilities begin, as {@code Asia/Seoul}
 * @param limit the greatest power factor that counts as 경고, 0 to 1
 * @param horizonMinutes the time, in minutes: {@value #HORIZON_MINUTES}
 * @param terms one for each of {@link RiskInput#ALL}, in that order
 * @param intercept the logit where all inputs have their means
 * @param knots of the calibration, 1 to {@value #MAX_KNOTS}; logits rise, probabilities do not fall
 * @param alarms the probability at which alarms are raised, for some rates of false ones: rates
 *     rise, probabilities do not
 */
public record RiskModel(
    String zone,
    double limit,
    int horizonMinutes,
    List<Term> terms,
    double intercept,
    List<Knot> knots,
    List<AlarmRate> alarms) {
  /** How far a model looks ahead, in minutes. */
  public static final int HORIZON_MINUTES = 60;

  /** The most knots of a calibration. */
  public static final int MAX_KNOTS = 20;

  private static final int REASONS = 3;

  /**
   * What one input adds to the logit.
   *
   * @param input label of the input
   * @param mean of the training data
   * @param scale standard deviation of the training data, more than 0
   * @param weight logit for each standard deviation
   */
  public record Term(String input, double mean, double scale, double weight) {
    private double of(double value) {
      return weight * (value - mean) / scale;
    }
  }

  /**
   * A point of the calibration.
   *
   * @param logit of the regression
   * @param probability that is given for it, between 0 and 1
   */
  public record Knot(double logit, double probability) {
    private double logOdds() {
      return Math.log(probability / (1 - probability));
    }
  }

  /**
   * How many alarms a probability gives.
   *
   * @param falseADay false alarms for each day of a facility, on the last part of the training time
   * @param threshold probability from which on an alarm is raised
   */
  public record AlarmRate(double falseADay, double threshold) {}

  public RiskModel {
    require(zone != null && ZoneId.getAvailableZoneIds().contains(zone), "its zone is " + zone);
    require(limit > 0 && limit < 1, "its limit is " + limit);
    require(
        horizonMinutes == HORIZON_MINUTES,
        "its horizon is " + horizonMinutes + " min, not " + HORIZON_MINUTES);
    require(terms != null && knots != null, "it has no terms or no knots");
    terms = List.copyOf(terms);
    knots = List.copyOf(knots);
    List<String> inputs = terms.stream().map(Term::input).toList();
    List<String> known = RiskInput.ALL.stream().map(RiskInput::label).toList();
    require(known.equals(inputs), "its inputs are " + inputs + ", not " + known);
    for (Term term : terms) {
      require(
          isFinite(term.mean, term.scale, term.weight) && term.scale > 0,
          "it has the term " + term);
    }

    require(Double.isFinite(intercept), "its intercept is " + intercept);
    require(
        !knots.isEmpty() && knots.size() <= MAX_KNOTS,
        "it has " + knots.size() + " knots, not 1 to " + MAX_KNOTS);
    for (int i = 0; i < knots.size(); i++) {
      Knot knot = knots.get(i);
      boolean isInRange =
          isFinite(knot.logit, knot.probability) && knot.probability > 0 && knot.probability < 1;
      boolean rises =
          i == 0
              || (knot.logit > knots.get(i - 1).logit
                  && knot.probability >= knots.get(i - 1).probability);
      require(isInRange && rises, "knot " + (i + 1) + " is " + knot);
    }

    require(alarms != null && !alarms.isEmpty(), "it has no rates of alarms");
    alarms = List.copyOf(alarms);
    for (int i = 0; i < alarms.size(); i++) {
      AlarmRate alarm = alarms.get(i);
      boolean rises =
          i == 0
              || (alarm.falseADay > alarms.get(i - 1).falseADay
                  && alarm.threshold <= alarms.get(i - 1).threshold);
      require(
          alarm.falseADay > 0 && alarm.threshold > 0 && alarm.threshold < 1 && rises,
          "rate " + (i + 1) + " of alarms is " + alarm);
    }
  }

  /**
   * The probability from which on an alarm is raised.
   *
   * @param falseADay at most so many false alarms for each day of a facility; if the model knows
   *     only more frequent ones, the least frequent count
   */
  public double threshold(double falseADay) {
    return alarms.stream()
        .filter(alarm -> alarm.falseADay <= falseADay)
        .reduce((rarer, last) -> last)
        .orElse(alarms.get(0))
        .threshold;
  }

  /** The zone in which the days of the facilities begin. */
  public ZoneId timeZone() {
    return ZoneId.of(zone);
  }

  /**
   * The calibrated probability, 0 to 1.
   *
   * @param inputs as {@link FacilityState#inputs} gives them
   * @throws IllegalArgumentException if there are more or fewer
   */
  public double probability(double[] inputs) {
    return calibrated(knots, logit(inputs));
  }

  /**
   * The inputs that move the logit most, away from the average of the training data. Inputs of the
   * same name for operators count together.
   *
   * @return at most three; the greatest share first
   */
  public List<RiskInput> reasons(double[] inputs) {
    Map<String, Double> shares = new LinkedHashMap<>();
    Map<String, RiskInput> firsts = new LinkedHashMap<>();
    requireAll(inputs);
    for (RiskInput input : RiskInput.ALL) {
      int i = input.ordinal();
      shares.merge(input.english(), terms.get(i).of(inputs[i]), Double::sum);
      firsts.putIfAbsent(input.english(), input);
    }

    return shares.entrySet().stream()
        .filter(share -> share.getValue() != 0)
        .sorted(Comparator.comparingDouble(share -> -Math.abs(share.getValue())))
        .limit(REASONS)
        .map(share -> firsts.get(share.getKey()))
        .toList();
  }

  /** The probability that a calibration gives for a logit. */
  public static double calibrated(List<Knot> knots, double logit) {
    Knot below = knots.get(0);
    Knot last = knots.get(knots.size() - 1);
    if (logit <= below.logit || logit >= last.logit) {
      // Not constant: rows beyond the knots would have no order.
      Knot nearest = logit <= below.logit ? below : last;
      return logistic(nearest.logOdds() + logit - nearest.logit);
    }

    int next = 1;
    while (knots.get(next).logit < logit) {
      below = knots.get(next);
      next++;
    }

    Knot above = knots.get(next);
    double share = (logit - below.logit) / (above.logit - below.logit);
    return logistic(below.logOdds() + (above.logOdds() - below.logOdds()) * share);
  }

  private static double logistic(double logOdds) {
    return 1 / (1 + Math.exp(-logOdds));
  }

  private double logit(double[] inputs) {
    requireAll(inputs);
    return intercept
        + IntStream.range(0, inputs.length).mapToDouble(i -> terms.get(i).of(inputs[i])).sum();
  }

  private void requireAll(double[] inputs) {
    if (inputs.length != terms.size()) {
      throw new IllegalArgumentException(
          Message.of("Expected %s inputs: %s", terms.size(), inputs.length));
    }
  }

  private static boolean isFinite(double... numbers) {
    return IntStream.range(0, numbers.length).allMatch(i -> Double.isFinite(numbers[i]));
  }

  private static void require(boolean holds, String problem) {
    if (!holds) {
      throw new IllegalArgumentException("not a risk model: " + problem);
    }
  }
}
