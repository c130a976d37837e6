// SPDX-License-Identifier: Apache-2.0
/**
 * PFSS's job in Flink SQL, whose sink is Iceberg's, for comparison. The harness starts it with a
 * class path of its own.
 */
package io.pfss.trials.benchmarks.flinksql;
