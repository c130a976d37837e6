// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.element;

/**
 * The risk of a facility.
 *
 * @param probability that it reaches 경고 within 60 minutes, 0 to 1; {@code NaN} if unknown
 * @param atMillis from which time on, in ms since the epoch; 0 if unknown
 */
public record Risk(double probability, long atMillis) {
  /** No risk is known. */
  public static final Risk UNKNOWN = new Risk(Double.NaN, 0);

  /** Whether the probability is known. */
  public boolean isKnown() {
    return !Double.isNaN(probability);
  }
}
