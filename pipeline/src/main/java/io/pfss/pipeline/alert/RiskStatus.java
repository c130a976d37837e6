// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.alert;

/**
 * What was published of the risk of a facility. Immutable.
 *
 * @param isHigh whether the last alert says that the facility is at risk
 * @param sinceMillis since when the risk is at the threshold, in ms since the epoch; 0 if it is not
 * @param seenMillis of the last outlook of a facility at risk whose risk was high, in ms since the
 *     epoch; 0 if it is not at risk
 */
record RiskStatus(boolean isHigh, long sinceMillis, long seenMillis) {
  static final RiskStatus NONE = new RiskStatus(false, 0, 0);

  /** Since when the facility is at risk, in ms since the epoch; 0 if it is not. */
  long alertedSinceMillis() {
    return isHigh ? sinceMillis : 0;
  }
}
