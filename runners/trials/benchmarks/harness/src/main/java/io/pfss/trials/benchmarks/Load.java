// SPDX-License-Identifier: Apache-2.0
package io.pfss.trials.benchmarks;

/** The load on a contestant. */
enum Load {
  /** A full topic: measures readings/s. */
  BACKLOG,
  /** Readings at a steady rate: measures the latency of scores. */
  STEADY,
  /** Like {@link #STEADY}, from the topic's first reading on: measures what a kill loses. */
  KILL
}
