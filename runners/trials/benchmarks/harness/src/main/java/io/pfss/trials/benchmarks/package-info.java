/**
 * Compares the throughput, latency and recovery of PFSS with those of other implementations of the
 * same job.
 */
package io.pfss.trials.benchmarks;
