// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.labels;

import io.pfss.models.soh.SohState;
import io.pfss.models.text.Message;
import java.util.Collections;
import java.util.List;

/**
 * A rule that derives the state from the power factor alone. It is the baseline of models and
 * replaces missing labels.
 *
 * @param normal the lowest power factor of state NORMAL, at most 1
 * @param warning the highest power factor of state WARNING, at least 0 and less than {@code normal}
 * @param hysteresis how far the power factor must pass a limit before the state improves, so that
 *     the state does not flicker at a limit; 0 or more
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
    // Rejects NaN too.
    if (!(0 <= warning && warning < normal && normal <= 1 && hysteresis >= 0)) {
      throw new IllegalArgumentException(
          Message.of(
              "Expected 0 <= warning < normal <= 1 and hysteresis >= 0:"
                  + " warning=%s normal=%s hysteresis=%s",
              warning, normal, hysteresis));
    }
  }

  /** Returns the state at a power factor, regardless of its sign and of the previous state. */
  public SohState stateAt(double powerFactor) {
    return stateAt(powerFactor, 0);
  }

  /** Returns the state at a power factor, given the previous state. */
  public SohState stateAfter(SohState before, double powerFactor) {
    SohState strict = stateAt(powerFactor, hysteresis);
    SohState plain = stateAt(powerFactor);
    // The state improves only if it does so by the stricter limits too.
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
