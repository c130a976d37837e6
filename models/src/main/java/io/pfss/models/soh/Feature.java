package io.pfss.models.soh;

import io.pfss.models.reading.HeatReading;
import io.pfss.models.reading.Measure;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A number that models are told of a reading. Names and formulas are written into models: one whose
 * meaning changes gets a new formula, so that a model of before is refused.
 */
public enum Feature {
  TEMPERATURE(
      "온도",
      "temperature",
      "°C",
      (reading, powerFactors, ratedPower) -> reading.value(Measure.TEMPERATURE)),
  PF(
      "pf",
      "active_power_avg/sqrt(active_power_avg^2+reactive_power_avg^2)",
      "1",
      (reading, powerFactors, ratedPower) -> powerFactors.average()),
  R_PF(
      "R_pf",
      "r_active_power/sqrt(r_active_power^2+r_reactive_power^2)",
      "1",
      (reading, powerFactors, ratedPower) -> powerFactors.r()),
  S_PF(
      "S_pf",
      "s_active_power/sqrt(s_active_power^2+s_reactive_power^2)",
      "1",
      (reading, powerFactors, ratedPower) -> powerFactors.s()),
  T_PF(
      "T_pf",
      "t_active_power/sqrt(t_active_power^2+t_reactive_power^2)",
      "1",
      (reading, powerFactors, ratedPower) -> powerFactors.t()),

  /** How far the phases' power factors are apart. */
  PF_SPREAD(
      "pf_spread",
      "max|r,s,t_pf|-min|r,s,t_pf|",
      "1",
      (reading, powerFactors, ratedPower) -> spread(powerFactors)),

  /** The phases' imbalance as NEMA MG 1 (section 14.36) defines it. */
  VOLTAGE_IMBALANCE(
      "voltage_imbalance",
      "max|r,s,t_phase_voltage-mean|/mean",
      "1",
      (reading, powerFactors, ratedPower) ->
          imbalance(
              reading.value(Measure.R_PHASE_VOLTAGE),
              reading.value(Measure.S_PHASE_VOLTAGE),
              reading.value(Measure.T_PHASE_VOLTAGE))),

  /** The same of the currents. */
  CURRENT_IMBALANCE(
      "current_imbalance",
      "max|r,s,t_current-mean|/mean",
      "1",
      (reading, powerFactors, ratedPower) ->
          imbalance(
              reading.value(Measure.R_CURRENT),
              reading.value(Measure.S_CURRENT),
              reading.value(Measure.T_CURRENT))),

  /** From Korea's standard line voltage (Enforcement Rule of the Electric Utility Act, table 3). */
  VOLTAGE_DEVIATION(
      "voltage_deviation",
      "line_voltage_avg/380-1",
      "1",
      (reading, powerFactors, ratedPower) -> reading.value(Measure.LINE_VOLTAGE_AVG) / 380 - 1),
  APPARENT_POWER(
      "apparent_power",
      "sqrt(active_power_avg^2+reactive_power_avg^2)",
      "VA",
      (reading, powerFactors, ratedPower) ->
          Math.hypot(
              reading.value(Measure.ACTIVE_POWER_AVG), reading.value(Measure.REACTIVE_POWER_AVG))),

  /** Absent where the facility's rated power is not known. */
  LOAD_FACTOR(
      "load_factor",
      "apparent_power/rated_power",
      "1",
      (reading, powerFactors, ratedPower) ->
          APPARENT_POWER.of(reading, powerFactors, ratedPower) / ratedPower),

  /** High where a facility is warmer than its load explains. */
  TEMPERATURE_OVER_LOAD(
      "temperature_over_load",
      "temperature/(1+load_factor)",
      "°C",
      (reading, powerFactors, ratedPower) ->
          reading.value(Measure.TEMPERATURE)
              / (1 + LOAD_FACTOR.of(reading, powerFactors, ratedPower)));

  /** The reference system's, in the order of the data contract. */
  public static final List<Feature> REFERENCE = List.of(TEMPERATURE, PF, R_PF, S_PF, T_PF);

  /** All. */
  public static final List<Feature> EXTENDED = List.of(values());

  private final String label;
  private final String formula;
  private final String unit;
  private final Value value;

  Feature(String label, String formula, String unit, Value value) {
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
   *
   * @param powerFactors of the reading
   * @param ratedPower of the facility in VA; {@code NaN} if it is not known
   */
  double of(HeatReading reading, PowerFactors powerFactors, double ratedPower) {
    double number = value.of(reading, powerFactors, ratedPower);
    return Double.isInfinite(number) ? Double.NaN : number;
  }

  /** The features' names, in order. */
  public static List<String> labels(List<Feature> features) {
    return features.stream().map(Feature::label).toList();
  }

  /** The features' values, in order. */
  public static double[] values(List<Feature> features, HeatReading reading, double ratedPower) {
    double[] values = new double[features.size()];
    PowerFactors powerFactors = PowerFactors.of(reading);
    for (int i = 0; i < values.length; i++) {
      values[i] = features.get(i).of(reading, powerFactors, ratedPower);
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

  @FunctionalInterface
  private interface Value {
    double of(HeatReading reading, PowerFactors powerFactors, double ratedPower);
  }
}
