package io.pfss.driver.metrics;

import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.pfss.driver.web.WebPage;
import io.pfss.driver.web.WebResponse;

/**
 * The driver's meters, to be scraped by Prometheus: those of its own JVM, and what others add. It
 * is part of Micrometer's global registry, so that a runner can add meters without knowing of it.
 * Thread-safe.
 */
public final class DriverMeters implements AutoCloseable {
  private static final String TEXT = "text/plain; version=0.0.4";

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

  private final JvmGcMetrics collections = new JvmGcMetrics();

  /** Begins to measure the JVM. */
  public DriverMeters() {
    new ClassLoaderMetrics().bindTo(registry);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    collections.bindTo(registry);
    Metrics.addRegistry(registry);
  }

  /** Where meters are kept. */
  public PrometheusMeterRegistry registry() {
    return registry;
  }

  /** All meters in Prometheus' text format. */
  public WebPage page() {
    return request -> WebResponse.text(TEXT, registry.scrape());
  }

  @Override
  public void close() {
    Metrics.removeRegistry(registry);
    collections.close();
    registry.close();
  }
}
