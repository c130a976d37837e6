// SPDX-License-Identifier: Apache-2.0
package io.pfss.cli;

/** The prediction that a model is for. */
enum Task {
  /** The state of a facility, of one reading. */
  STATE,
  /** The probability that a facility reaches 경고 within the next hour. */
  RISK
}
