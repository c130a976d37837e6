package io.pfss.models.training;

import io.pfss.models.soh.SohState;

/**
 * The plain rule that a model has to beat: a power factor of 0.8 and more is normal, one below 0.6
 * calls for a warning, in between for caution. Source: guide v1.5 of AI Hub data set 239, § 2.4, on
 * the amount of the power factor.
 */
public final class PowerFactorRule {
  /** The least normal power factor. */
  public static final double NORMAL = 0.8;

  /** The greatest power factor that calls for a warning. */
  public static final double WARNING = 0.6;

  private PowerFactorRule() {}

  /** The state at a power factor, whatever its sign. */
  public static SohState stateAt(double powerFactor) {
    double amount = Math.abs(powerFactor);
    if (amount >= NORMAL) {
      return SohState.NORMAL;
    }

    return amount > WARNING ? SohState.CAUTION : SohState.WARNING;
  }
}
