package io.pfss.models.labels;

import io.pfss.models.soh.SohState;
import io.pfss.models.text.Message;
import java.util.Collections;
import java.util.List;

/**
 * States by the power factor alone: what a utility does without a model, and what stands in for
 * people's labels where there are none.
 *
 * @param normal the least normal power factor, up to 1
 * @param warning the greatest power factor that calls for a warning, from 0, less than {@code
 *     normal}
 * @param hysteresis by how much the power factor must pass a limit before a state becomes better,
 *     so that one at a limit does not flicker; 0 or more
 */
public record PowerFactorRule(double normal, double warning, double hysteresis) {
  /** 80 % and 60 %. Source: guide v1.5 of AI Hub data set 239, § 2.4. */
  public static final PowerFactorRule AI_HUB = new PowerFactorRule(0.8, 0.6, 0);

  /**
   * 90 %, below which the basic charge rises, and 60 %, below which it rises no further. Source:
   * KEPCO's Regulations for Electricity Supply (전기공급약관), §§ 41 to 43: lagging, 9 to 23 h.
   */
  public static final PowerFactorRule KEPCO = new PowerFactorRule(0.9, 0.6, 0);

  public PowerFactorRule {
    // NaN is no limit.
    if (!(0 <= warning && warning < normal && normal <= 1 && hysteresis >= 0)) {
      throw new IllegalArgumentException(
          Message.of(
              "Limits are 0 <= warning < normal <= 1 with a hysteresis of 0 or more, not %s, %s, %s",
              warning, normal, hysteresis));
    }
  }

  /** The state at a power factor, whatever its sign and what was before. */
  public SohState stateAt(double powerFactor) {
    return stateAt(powerFactor, 0);
  }

  /** The state at a power factor after another state. */
  public SohState stateAfter(SohState before, double powerFactor) {
    SohState strict = stateAt(powerFactor, hysteresis);
    SohState plain = stateAt(powerFactor);
    // Better than before only if it is so by the stricter limits too.
    return plain.compareTo(before) >= 0 ? plain : Collections.min(List.of(strict, before));
  }

  private SohState stateAt(double powerFactor, double margin) {
    double amount = Math.abs(powerFactor) - margin;
    if (amount >= normal) {
      return SohState.NORMAL;
    }

    return amount > warning ? SohState.CAUTION : SohState.WARNING;
  }
}
