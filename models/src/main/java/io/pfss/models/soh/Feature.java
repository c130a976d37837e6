package io.pfss.models.soh;

import io.pfss.models.reading.HeatReading;
import io.pfss.models.reading.Measure;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * A number that models take from a reading. Names and formulas are written into models: one whose
 * meaning changes gets a new formula, so that a model of before is refused.
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

  /** How far the phases' power factors are apart. */
  PF_SPREAD("pf_spread", "max|r,s,t_pf|-min|r,s,t_pf|", "1", given -> spread(given.powerFactors)),

  /** The phases' imbalance as NEMA MG 1 (section 14.36) defines it. */
  VOLTAGE_IMBALANCE(
      "voltage_imbalance",
      "max|r,s,t_phase_voltage-mean|/mean",
      "1",
      given ->
          imbalance(
              given.value(Measure.R_PHASE_VOLTAGE),
              given.value(Measure.S_PHASE_VOLTAGE),
              given.value(Measure.T_PHASE_VOLTAGE))),

  /** The same of the currents. */
  CURRENT_IMBALANCE(
      "current_imbalance",
      "max|r,s,t_current-mean|/mean",
      "1",
      given ->
          imbalance(
              given.value(Measure.R_CURRENT),
              given.value(Measure.S_CURRENT),
              given.value(Measure.T_CURRENT))),

  /** From Korea's standard line voltage (Enforcement Rule of the Electric Utility Act, table 3). */
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

  /** Absent where the facility's rated power is not known. */
  LOAD_FACTOR(
      "load_factor",
      "apparent_power/rated_power",
      "1",
      given -> APPARENT_POWER.of(given) / given.ratedPower),

  /** High where a facility is warmer than its load explains. */
  TEMPERATURE_OVER_LOAD(
      "temperature_over_load",
      "temperature/(1+load_factor)",
      "°C",
      given -> given.value(Measure.TEMPERATURE) / (1 + LOAD_FACTOR.of(given)));

  /** The reference system's, in the order of the data contract. */
  public static final List<Feature> REFERENCE = List.of(TEMPERATURE, PF, R_PF, S_PF, T_PF);

  /** All. */
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

  /** Its name in models and reports. */
  public String label() {
    return label;
  }

  /** How it follows from the columns of a reading. */
  public String formula() {
    return formula;
  }

  /** Its unit; 1 is a ratio. */
  public String unit() {
    return unit;
  }

  /**
   * Whether another value may stand in where it is absent. Without its power factors nothing can be
   * told of a reading.
   */
  public boolean isSubstitutable() {
    return !List.of(PF, R_PF, S_PF, T_PF).contains(this);
  }

  /** Whether it hangs on the facility's rated power. */
  public boolean needsRatedPower() {
    return this == LOAD_FACTOR || this == TEMPERATURE_OVER_LOAD;
  }

  /**
   * Its value; {@code NaN} where what it follows from is absent, or too large or small for a ratio.
   */
  private double of(Given given) {
    double number = value.applyAsDouble(given);
    return Double.isInfinite(number) ? Double.NaN : number;
  }

  /** The features' names, in order. */
  public static List<String> labels(List<Feature> features) {
    return features.stream().map(Feature::label).toList();
  }

  /**
   * The features' values, in order; {@code NaN} where what they follow from is absent.
   *
   * @param ratedPower of the facility in VA; {@code NaN} if it is not known
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

  /** The feature of a label and formula. */
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

  /** The largest deviation from the mean, as a share of it; 0 where all are 0. */
  private static double imbalance(double r, double s, double t) {
    double mean = (r + s + t) / 3;
    double deviation =
        Math.max(Math.abs(r - mean), Math.max(Math.abs(s - mean), Math.abs(t - mean)));
    return deviation == 0 ? 0 : deviation / Math.abs(mean);
  }

  /** What features follow from. */
  record Given(HeatReading reading, PowerFactors powerFactors, double ratedPower) {
    private double value(Measure measure) {
      return reading.value(measure);
    }
  }
}
