/**
 * Watches the main job by reading its sinks back: never by the pipeline's own counters, which a
 * runner may count twice.
 *
 * <p>{@link io.pfss.runners.launcher.observe.SinkObserver} counts, {@link
 * io.pfss.runners.launcher.observe.TerminalView} shows it live, and {@link
 * io.pfss.runners.launcher.observe.RunSummary} closes the run and tells where the sinks disagree.
 */
package io.pfss.runners.launcher.observe;
