/**
 * Observes the main job by reading its sinks, not by the pipeline's own counters, because a runner
 * may count twice. The sinks are read while the job runs: topics and InfluxDB retain data for a
 * day, and a job may run longer.
 *
 * <p>{@link io.pfss.demo.observe.SinkObserver} counts, {@link io.pfss.demo.observe.TerminalView}
 * shows the counts live, and {@link io.pfss.demo.observe.RunSummary} summarizes the run and lists
 * disagreements between the sinks.
 */
package io.pfss.demo.observe;
