// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.element;

/**
 * What is known of the next hour of a reading's facility; {@code NaN} where it is not known.
 *
 * @param risk probability that the facility reaches 경고 within 60 minutes, 0 to 1
 * @param kvarTo90 reactive power that has to be compensated for a power factor of 0.9, kvar
 * @param isStopped whether the facility does not run
 * @param atMillis of which time, in ms since the epoch; 0 if nothing is known
 */
public record LatestOutlook(double risk, double kvarTo90, boolean isStopped, long atMillis) {
  /** Nothing is known. */
  public static final LatestOutlook UNKNOWN = new LatestOutlook(Double.NaN, Double.NaN, false, 0);

  /** Whether something is known. */
  public boolean isKnown() {
    return atMillis != 0;
  }
}
