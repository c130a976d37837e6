// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.labels;

import io.pfss.models.soh.SohState;
import io.pfss.models.soh.StateLimits;
import java.util.Collections;
import java.util.List;

/**
 * A rule that derives the state from the power factor alone. It is the baseline of models and
 * replaces missing labels.
 *
 * @param limits the limits of the states
 * @param hysteresis how far the power factor must pass a limit before the state improves, so that
 *     the state does not flicker at a limit; 0 or more
 */
public record PowerFactorRule(StateLimits limits, double hysteresis) {
  /** 80 % and 60 %. Source: guide v1.5 of AI Hub data set 239, § 2.4. */
  public static final PowerFactorRule AI_HUB = new PowerFactorRule(0.8, 0.6, 0);

  /**
   * 90 %, below which the basic charge rises, and 60 %, below which it rises no further. Source:
   * KEPCO's Regulations for Electricity Supply (전기공급약관), §§ 41 to 43: lagging, 9 to 23 h.
   */
  public static final PowerFactorRule KEPCO = new PowerFactorRule(0.9, 0.6, 0);

  public PowerFactorRule {
    // Rejects NaN too.
    if (!(hysteresis >= 0)) {
      throw new IllegalArgumentException("Expected hysteresis >= 0: " + hysteresis);
    }
  }

  /** Creates a rule of two limits, as those of {@link StateLimits}. */
  public PowerFactorRule(double normal, double warning, double hysteresis) {
    this(new StateLimits(normal, warning), hysteresis);
  }

  /** Returns the lowest power factor of state NORMAL. */
  public double normal() {
    return limits.normal();
  }

  /** Returns the highest power factor of state WARNING. */
  public double warning() {
    return limits.warning();
  }

  /** Returns the state at a power factor, regardless of its sign and of the previous state. */
  public SohState stateAt(double powerFactor) {
    return limits.stateAt(powerFactor);
  }

  /** Returns the state at a power factor, given the previous state. */
  public SohState stateAfter(SohState before, double powerFactor) {
    SohState strict = limits.stateAt(Math.max(0, Math.abs(powerFactor) - hysteresis));
    SohState plain = stateAt(powerFactor);
    // The state improves only if it does so by the stricter limits too.
    return plain.compareTo(before) >= 0 ? plain : Collections.min(List.of(strict, before));
  }
}
