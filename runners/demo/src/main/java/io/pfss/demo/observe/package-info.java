/**
 * Watches the main job by reading its sinks back: never by the pipeline's own counters, which a
 * runner may count twice. It reads them while the job runs, as topics and InfluxDB keep a day only
 * and a job may run for longer.
 *
 * <p>{@link io.pfss.demo.observe.SinkObserver} counts, {@link io.pfss.demo.observe.TerminalView}
 * shows it live, and {@link io.pfss.demo.observe.RunSummary} closes the run and tells where the
 * sinks disagree.
 */
package io.pfss.demo.observe;
