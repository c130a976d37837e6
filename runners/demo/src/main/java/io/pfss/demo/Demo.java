// SPDX-License-Identifier: Apache-2.0
package io.pfss.demo;

import io.pfss.demo.observe.RunSummary;
import io.pfss.demo.observe.SinkObserver;
import io.pfss.demo.observe.TerminalView;
import io.pfss.driver.DriverExtension;
import io.pfss.driver.DriverOptions;
import io.pfss.pipeline.PipelineSettings;
import io.pfss.simulator.replay.ReplayException;
import io.pfss.simulator.send.SentCounts;
import io.pfss.simulator.send.Simulator;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.io.Closer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the demo around a pipeline on one machine: starts the missing servers, sends readings of
 * virtual sensors, shows the contents of the sinks, and prints a summary at the end.
 */
public final class Demo implements DriverExtension {
  private static final Logger LOG = LoggerFactory.getLogger(Demo.class);

  /** Closes the opened parts in reverse order. */
  private final Closer parts = Closer.create();

  private DemoOptions options;
  private Duration drainTimeout;
  private Optional<Simulator> sensors = Optional.empty();
  private Optional<SinkObserver> observer = Optional.empty();
  private Optional<TerminalView> view = Optional.empty();

  @Override
  public Class<? extends DriverOptions> options() {
    return DemoOptions.class;
  }

  /** Disables the parts that production does not need: it has real sensors and Grafana. */
  @Override
  public void setClusterDefaults(DriverOptions driver, Set<String> given) {
    DemoOptions demo = driver.as(DemoOptions.class);
    demo.setEmbeddedInflux(false);
    demo.setSimulate(given.contains("simulate") && demo.isSimulate());
    demo.setObserve(given.contains("observe") && demo.isObserve());
  }

  @Override
  public void check(DriverOptions driver) throws IOException {
    options = driver.as(DemoOptions.class);
    drainTimeout =
        Duration.ofMillis(
            PipelineSettings.duration("drainTimeout", options.getDrainTimeout()).getMillis());
    if (options.isSimulate()) {
      try {
        Simulator.check(VirtualSensors.settings(options));
      } catch (ReplayException e) {
        throw new IllegalArgumentException(e.getMessage(), e);
      }
    }
  }

  @Override
  public List<String> start(DriverOptions driver) throws IOException, InterruptedException {
    return EmbeddedParts.start(options, parts);
  }

  @Override
  public void prepare(DriverOptions driver) throws IOException, InterruptedException {
    if (options.isSimulate()) {
      sensors =
          Optional.of(
              Simulator.to(
                  PipelineSettings.kafka(options).clientConfig(Map.of()),
                  VirtualSensors.settings(options)));
      parts.register(sensors.get()::close);
    }

    if (options.isObserve()) {
      observer = Optional.of(SinkObserver.start(options));
      parts.register(observer.get()::close);
    }
  }

  @Override
  public void begin(Optional<URI> page) {
    view =
        observer.map(
            sinks -> TerminalView.onStandardOutput(sinks::snapshot, options.getView(), page));
    view.ifPresent(shown -> parts.register(shown::close));
    sensors.ifPresent(Simulator::start);
  }

  @Override
  public void drain(boolean isFailed) throws IOException, InterruptedException {
    if (sensors.isPresent()) {
      SentCounts sent = sensors.get().stop();
      LOG.info(
          "Virtual sensors stopped records={} valid={} faults={}",
          sent.records(),
          sent.valid(),
          sent.faults());
    }

    if (observer.isPresent() && !isFailed) {
      long undelivered = observer.get().awaitDrained(drainTimeout);
      if (undelivered > 0) {
        LOG.warn("Sinks not drained in time: readings={} timeout={}", undelivered, drainTimeout);
      }
    }

    view.ifPresent(TerminalView::close);
  }

  @Override
  public boolean summarize(PrintStream out) throws InterruptedException {
    if (observer.isEmpty()) {
      return true;
    }

    RunSummary summary = observer.get().summary();
    out.println();
    out.println(summary.text());
    out.println("Warehouse: " + options.getWarehouse());
    if (!options.getCatalogUrl().isEmpty()) {
      out.println("Catalog:   " + options.getCatalogUrl());
    }

    out.println("Log:       " + options.getLog());
    out.println(summary.jsonLine());
    return summary.disagreements().isEmpty();
  }

  @Override
  public void close() throws IOException {
    parts.close();
  }
}
