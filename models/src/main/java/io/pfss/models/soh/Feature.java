// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.soh;

import io.pfss.models.reading.HeatReading;
import io.pfss.models.reading.Measure;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * An input feature of a model. Models store the names and formulas: a feature whose meaning changes
 * gets a new formula, so that older models are rejected.
 */
public enum Feature {
  TEMPERATURE("온도", "temperature", "°C", given -> given.value(Measure.TEMPERATURE)),
  PF(
      "pf",
      "active_power_avg/sqrt(active_power_avg^2+reactive_power_avg^2)",
      "1",
      given -> given.powerFactors.average()),
  R_PF(
      "R_pf",
      "r_active_power/sqrt(r_active_power^2+r_reactive_power^2)",
      "1",
      given -> given.powerFactors.r()),
  S_PF(
      "S_pf",
      "s_active_power/sqrt(s_active_power^2+s_reactive_power^2)",
      "1",
      given -> given.powerFactors.s()),
  T_PF(
      "T_pf",
      "t_active_power/sqrt(t_active_power^2+t_reactive_power^2)",
      "1",
      given -> given.powerFactors.t()),

  /** Spread of the phases' power factors. */
  PF_SPREAD("pf_spread", "max|r,s,t_pf|-min|r,s,t_pf|", "1", given -> spread(given.powerFactors)),

  /** Voltage imbalance of the phases as defined by NEMA MG 1 (section 14.36). */
  VOLTAGE_IMBALANCE(
      "voltage_imbalance",
      "max|r,s,t_phase_voltage-mean|/mean",
      "1",
      given ->
          imbalance(
              given.value(Measure.R_PHASE_VOLTAGE),
              given.value(Measure.S_PHASE_VOLTAGE),
              given.value(Measure.T_PHASE_VOLTAGE))),

  /** Current imbalance of the phases, by the same formula. */
  CURRENT_IMBALANCE(
      "current_imbalance",
      "max|r,s,t_current-mean|/mean",
      "1",
      given ->
          imbalance(
              given.value(Measure.R_CURRENT),
              given.value(Measure.S_CURRENT),
              given.value(Measure.T_CURRENT))),

  /**
   * Deviation from Korea's standard line voltage (Enforcement Rule of the Electric Utility Act,
   * table 3).
   */
  VOLTAGE_DEVIATION(
      "voltage_deviation",
      "line_voltage_avg/380-1",
      "1",
      given -> given.value(Measure.LINE_VOLTAGE_AVG) / 380 - 1),
  APPARENT_POWER(
      "apparent_power",
      "sqrt(active_power_avg^2+reactive_power_avg^2)",
      "VA",
      given ->
          Math.hypot(
              given.value(Measure.ACTIVE_POWER_AVG), given.value(Measure.REACTIVE_POWER_AVG))),

  /** Absent if the facility's rated power is unknown. */
  LOAD_FACTOR(
      "load_factor",
      "apparent_power/rated_power",
      "1",
      given -> APPARENT_POWER.of(given) / given.ratedPower),

  /** High if a facility is warmer than its load explains. */
  TEMPERATURE_OVER_LOAD(
      "temperature_over_load",
      "temperature/(1+load_factor)",
      "°C",
      given -> given.value(Measure.TEMPERATURE) / (1 + LOAD_FACTOR.of(given)));

  /** The features of the reference system, in the order of the data contract. */
  public static final List<Feature> REFERENCE = List.of(TEMPERATURE, PF, R_PF, S_PF, T_PF);

  /** All features. */
  public static final List<Feature> EXTENDED = List.of(values());

  private final String label;
  private final String formula;
  private final String unit;
  private final ToDoubleFunction<Given> value;

  Feature(String label, String formula, String unit, ToDoubleFunction<Given> value) {
    this.label = label;
    this.formula = formula;
    this.unit = unit;
    this.value = value;
  }

  /** Returns the name in models and reports. */
  public String label() {
    return label;
  }

  /** Returns the formula on the columns of a reading. */
  public String formula() {
    return formula;
  }

  /** Returns the unit; 1 for a ratio. */
  public String unit() {
    return unit;
  }

  /**
   * Whether a substitute may replace an absent value. A reading without its power factors is not
   * scored.
   */
  public boolean isSubstitutable() {
    return !List.of(PF, R_PF, S_PF, T_PF).contains(this);
  }

  /** Whether the feature depends on the facility's rated power. */
  public boolean needsRatedPower() {
    return this == LOAD_FACTOR || this == TEMPERATURE_OVER_LOAD;
  }

  /** Returns the value; {@code NaN} if an input is absent or the result is not finite. */
  private double of(Given given) {
    double number = value.applyAsDouble(given);
    return Double.isInfinite(number) ? Double.NaN : number;
  }

  /** Returns the features' names, in order. */
  public static List<String> labels(List<Feature> features) {
    return features.stream().map(Feature::label).toList();
  }

  /**
   * Returns the features' values, in order; {@code NaN} for an absent one.
   *
   * @param ratedPower the facility's rated power in VA; {@code NaN} if it is unknown
   */
  public static double[] values(List<Feature> features, HeatReading reading, double ratedPower) {
    return values(features, new Given(reading, PowerFactors.of(reading), ratedPower));
  }

  static double[] values(List<Feature> features, Given given) {
    double[] values = new double[features.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = features.get(i).of(given);
    }

    return values;
  }

  /** Returns the feature with a label and a formula. */
  static Optional<Feature> find(String label, String formula) {
    return Arrays.stream(values())
        .filter(feature -> feature.label.equals(label) && feature.formula.equals(formula))
        .findFirst();
  }

  private static double spread(PowerFactors powerFactors) {
    double r = Math.abs(powerFactors.r());
    double s = Math.abs(powerFactors.s());
    double t = Math.abs(powerFactors.t());
    return Math.max(r, Math.max(s, t)) - Math.min(r, Math.min(s, t));
  }

  /** Returns the largest deviation from the mean, as a share of the mean; 0 if all are equal. */
  private static double imbalance(double r, double s, double t) {
    double mean = (r + s + t) / 3;
    double deviation =
        Math.max(Math.abs(r - mean), Math.max(Math.abs(s - mean), Math.abs(t - mean)));
    return deviation == 0 ? 0 : deviation / Math.abs(mean);
  }

  /** The inputs of the formulas. */
  record Given(HeatReading reading, PowerFactors powerFactors, double ratedPower) {
    private double value(Measure measure) {
      return reading.value(measure);
    }
  }
}
