/** Counters and latency histograms of a process, and their reports to the pipeline's metrics. */
package io.pfss.pipeline.metrics;
