package io.pfss.models.soh;

import io.pfss.models.reading.HeatReading;
import io.pfss.models.reading.Measure;
import java.util.List;

/**
 * The features of a reading, in the order of the data contract: {@code 온도, pf, R_pf, S_pf, T_pf}.
 */
public final class SohFeatures {
  /** The features' names, in order. */
  public static final List<String> NAMES = List.of("온도", "pf", "R_pf", "S_pf", "T_pf");

  /**
   * How each feature follows from a reading's columns, in order: what a model file must agree to.
   */
  public static final List<String> FORMULAS =
      List.of(
          "temperature",
          "active_power_avg/sqrt(active_power_avg^2+reactive_power_avg^2)",
          "r_active_power/sqrt(r_active_power^2+r_reactive_power^2)",
          "s_active_power/sqrt(s_active_power^2+s_reactive_power^2)",
          "t_active_power/sqrt(t_active_power^2+t_reactive_power^2)");

  /** The features' units, in order; 1 is a ratio. */
  public static final List<String> UNITS = List.of("°C", "1", "1", "1", "1");

  /** The index of the temperature, the only feature that a model can do without. */
  public static final int TEMPERATURE = 0;

  private SohFeatures() {}

  /** The features of a reading; {@code NaN} where a measure is absent. */
  public static double[] of(HeatReading reading) {
    return of(reading.value(Measure.TEMPERATURE), PowerFactors.of(reading));
  }

  static double[] of(double temperature, PowerFactors powerFactors) {
    return new double[] {
      temperature, powerFactors.average(), powerFactors.r(), powerFactors.s(), powerFactors.t()
    };
  }
}
