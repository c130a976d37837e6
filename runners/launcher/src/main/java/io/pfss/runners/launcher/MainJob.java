package io.pfss.runners.launcher;

import io.pfss.pipeline.PipelineSettings;
import io.pfss.pipeline.catalog.CatalogUnavailableException;
import io.pfss.pipeline.influx.InfluxRefusedException;
import io.pfss.pipeline.kafka.KafkaUnavailableException;
import io.pfss.pipeline.source.GroupInUseException;
import io.pfss.runners.launcher.metrics.DriverMeters;
import io.pfss.runners.launcher.observe.Drain;
import io.pfss.runners.launcher.observe.RunSummary;
import io.pfss.runners.launcher.observe.SinkObserver;
import io.pfss.runners.launcher.observe.TerminalView;
import io.pfss.runners.launcher.web.DriverWeb;
import io.pfss.runners.launcher.web.HealthPages;
import io.pfss.runners.launcher.web.LiveView;
import io.pfss.runners.launcher.web.WebPage;
import io.pfss.simulator.replay.ReplayException;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The main job: starts what is not there yet, runs the pipeline, shows what its sinks hold, and
 * ends with a summary of them.
 *
 * <p>A stop loses nothing: the sensors fall silent, what they sent goes through to every sink, the
 * open windows are merged, and only then are the sinks counted.
 */
public final class MainJob {
  /**
   * The exit status if another program uses the consumer group: another start would stop the job
   * that has it now.
   */
  public static final int GROUP_IN_USE = 3;

  private static final Logger LOG = LoggerFactory.getLogger(MainJob.class);
  private static final Duration SUMMARY_TIMEOUT = Duration.ofSeconds(30);

  private final LauncherOptions options;
  private final PrintStream out;
  private final Duration drainTimeout;
  private final StopSignal stop = new StopSignal();
  private final HealthPages health = new HealthPages();

  private MainJob(LauncherOptions options, PrintStream out) {
    this.options = options;
    this.out = out;
    this.drainTimeout =
        Duration.ofMillis(
            PipelineSettings.duration("drainTimeout", options.getDrainTimeout()).getMillis());
  }

  /**
   * Runs the main job.
   *
   * @return the exit status: 0 if all sinks agree, 1 if not or if the pipeline failed, 2 if the
   *     user can mend what is wrong, 3 if another program uses the consumer group
   */
  public static int run(LauncherOptions options, PrintStream out, PrintStream err) {
    try {
      return new MainJob(options, out).run();
    } catch (KafkaUnavailableException
        | CatalogUnavailableException
        | InfluxRefusedException
        | ReplayException
        | IllegalArgumentException e) {
      LOG.error("Cannot run", e);
      err.println("pfss: " + e.getMessage());
      return 2;
    } catch (GroupInUseException e) {
      LOG.error("Another program uses the group", e);
      err.println("pfss: " + e.getMessage());
      return GROUP_IN_USE;
    } catch (Exception e) {
      LOG.error("Failed", e);
      err.println("pfss: " + e + ". The log says more: " + options.getLog());
      return 1;
    }
  }

  private int run() throws Exception {
    stop.onSignals();
    if (options.isStopWithParent()) {
      stop.onParentsEnd();
    }

    PipelineSettings.check(options);
    Sensors.check(options);
    try (EmbeddedParts parts = EmbeddedParts.start(options);
        DriverMeters meters = new DriverMeters();
        DriverWeb web = DriverWeb.start(options, pages(meters))) {
      parts.notes().forEach(out::println);
      web.notes().forEach(out::println);
      PipelineSettings.prepare(options);
      mergeOrphanedSegments();
      StopFile.watch(options.getStopFile(), stop);
      RunLog log = RunLog.begin(options);
      try (Sensors sensors = Sensors.of(options)) {
        Upkeep upkeep = Upkeep.start(options);
        int status = 1;
        try {
          status =
              options.isObserve()
                  ? runObserved(sensors, log, meters, web.url())
                  : runUnobserved(sensors, log, meters);
        } finally {
          upkeep.close();
          log.end(status);
        }

        return status;
      }
    }
  }

  /** What the driver serves, by path. */
  private Map<String, WebPage> pages(DriverMeters meters) {
    Map<String, WebPage> pages = new TreeMap<>(health.pages());
    pages.put("/metrics", meters.page());
    pages.putAll(LiveView.pages(Observers.influx(options)));
    return pages;
  }

  private void mergeOrphanedSegments() throws IOException {
    long rows = PipelineSettings.warehouse(options).mergeOrphanedSegments();
    if (rows > 0) {
      LOG.info("{} readings of an earlier run came into the warehouse", rows);
    }
  }

  private int runUnobserved(Sensors sensors, RunLog log, DriverMeters meters)
      throws IOException, InterruptedException {
    PipelineRun pipeline = PipelineRun.start(options, stop, log, meters, health);
    try {
      sensors.start();
      LOG.info("Stopping: {}", stop.await(Duration.ofSeconds(options.getSeconds())));
      sensors.stop();
    } finally {
      pipeline.stop();
    }

    mergeSegments();
    return status(true);
  }

  private int runObserved(Sensors sensors, RunLog log, DriverMeters meters, Optional<URI> page)
      throws Exception {
    try (SinkObserver observer = Observers.start(options)) {
      return run(sensors, observer, PipelineRun.start(options, stop, log, meters, health), page);
    }
  }

  private int run(Sensors sensors, SinkObserver observer, PipelineRun pipeline, Optional<URI> page)
      throws Exception {
    try (TerminalView view =
        TerminalView.onStandardOutput(observer::snapshot, options.getView(), page)) {
      LOG.info("Showing the sinks as {}", view.mode());
      sensors.start();
      LOG.info("Stopping: {}", stop.await(Duration.ofSeconds(options.getSeconds())));
      sensors.stop();
      if (stop.failure() == null) {
        drain(observer);
      }
    } finally {
      pipeline.stop();
    }

    mergeSegments();
    RunSummary summary = observer.summary(SUMMARY_TIMEOUT);
    return report(summary);
  }

  private void drain(SinkObserver observer) throws IOException, InterruptedException {
    Drain drain =
        observer.awaitDrained(
            drainTimeout, left -> LOG.info("{} readings are on their way", left.missing()));
    if (!drain.complete()) {
      LOG.warn("{} readings were still on their way after {}", drain.missing(), drainTimeout);
    }
  }

  private int report(RunSummary summary) {
    out.println();
    out.println(summary.text());
    out.println("Warehouse: " + options.getWarehouse());
    if (!options.getCatalogUrl().isEmpty()) {
      out.println("Catalog:   " + options.getCatalogUrl());
    }

    out.println("Log:       " + options.getLog());
    out.println(summary.jsonLine());
    return status(summary.disagreements().isEmpty());
  }

  /** Merges the open windows, unless a later job writes the warehouse: then they are its own. */
  private void mergeSegments() throws IOException {
    if (!isGroupInUse()) {
      PipelineSettings.warehouse(options).mergeAllSegments();
    }
  }

  private int status(boolean sinksAgree) {
    if (stop.failure() == null) {
      return sinksAgree ? 0 : 1;
    }

    LOG.error("The pipeline failed", stop.failure());
    out.println("pfss: the pipeline failed: " + reason(stop.failure()).getMessage());
    return isGroupInUse() ? GROUP_IN_USE : 1;
  }

  private boolean isGroupInUse() {
    return stop.failure() != null && reason(stop.failure()) instanceof GroupInUseException;
  }

  /** What has a message for the user, or else the root. */
  private static Throwable reason(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null
        && !(cause instanceof InfluxRefusedException || cause instanceof GroupInUseException)) {
      cause = cause.getCause();
    }

    return cause;
  }
}
