// SPDX-License-Identifier: Apache-2.0
/**
 * PFSS's job with Kafka Connect, whose sink is Iceberg's, and Kafka Streams, for comparison. The
 * harness starts it with a class path of its own.
 */
package io.pfss.trials.benchmarks.connect;
