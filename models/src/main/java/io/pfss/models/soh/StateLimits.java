// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.soh;

import io.pfss.models.text.Message;

/**
 * Limits of the power factor that decide a state.
 *
 * @param normal the lowest power factor of state NORMAL, at most 1
 * @param warning the highest power factor of state WARNING, at least 0 and less than {@code normal}
 */
public record StateLimits(double normal, double warning) {
  public StateLimits {
    // Rejects NaN too.
    if (!(0 <= warning && warning < normal && normal <= 1)) {
      throw new IllegalArgumentException(
          Message.of("Expected 0 <= warning < normal <= 1: warning=%s normal=%s", warning, normal));
    }
  }

  /** Returns the state at a power factor, regardless of its sign. */
  public SohState stateAt(double powerFactor) {
    double amount = Math.abs(powerFactor);
    if (amount >= normal) {
      return SohState.NORMAL;
    }

    return amount > warning ? SohState.CAUTION : SohState.WARNING;
  }
}
