// SPDX-License-Identifier: Apache-2.0
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
 * The driver's meters for Prometheus: those of the JVM and those that others add. The registry is
 * part of Micrometer's global registry, so a runner can add meters without a reference to it.
 * Thread-safe.
 */
public final class DriverMeters implements AutoCloseable {
  private static final String TEXT = "text/plain; version=0.0.4";

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

  private final JvmGcMetrics collections = new JvmGcMetrics();

  /** Creates the registry and starts to measure the JVM. */
  public DriverMeters() {
    new ClassLoaderMetrics().bindTo(registry);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    collections.bindTo(registry);
    Metrics.addRegistry(registry);
  }

  /** Returns the registry to add meters to. */
  public PrometheusMeterRegistry registry() {
    return registry;
  }

  /** Returns a page with all meters in Prometheus' text format. */
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
