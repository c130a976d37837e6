// SPDX-License-Identifier: Apache-2.0
package io.pfss.driver;

import io.pfss.driver.alarm.AlarmDesk;
import io.pfss.driver.alarm.PageAddress;
import io.pfss.driver.influx.InfluxAccess;
import io.pfss.driver.metrics.DriverMeters;
import io.pfss.driver.status.StatusWriter;
import io.pfss.driver.web.FacilityFacts;
import io.pfss.driver.web.HealthPages;
import io.pfss.driver.web.LiveView;
import io.pfss.driver.web.WebPage;
import io.pfss.driver.web.WebServer;
import io.pfss.models.labels.PowerFactorRule;
import io.pfss.models.soh.StateLimits;
import io.pfss.pipeline.PipelineSettings;
import io.pfss.pipeline.catalog.CatalogUnavailableException;
import io.pfss.pipeline.catalog.KnownFacilities;
import io.pfss.pipeline.influx.InfluxRefusedException;
import io.pfss.pipeline.kafka.KafkaCluster;
import io.pfss.pipeline.kafka.KafkaUnavailableException;
import io.pfss.pipeline.kafka.LastRecords;
import io.pfss.pipeline.outlook.LatestOutlooks;
import io.pfss.pipeline.outlook.OutlookJson;
import io.pfss.pipeline.score.ActiveModels;
import io.pfss.pipeline.source.GroupInUseException;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.base.Throwables;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The main job: runs the pipeline and its {@link DriverExtension}.
 *
 * <p>A stop loses nothing: the records in flight reach every sink, and the open windows are merged.
 */
public final class MainJob {
  /**
   * The exit status if another program uses the consumer group. Do not restart automatically: that
   * would stop the other job.
   */
  public static final int GROUP_IN_USE = 3;

  private static final Logger LOG = LoggerFactory.getLogger(MainJob.class);

  private final DriverOptions options;
  private final DriverExtension extension;
  private final Runnable endEarlierJob;
  private final PrintStream out;
  private final StopSignal stop = new StopSignal();
  private final HealthPages health = new HealthPages();

  private MainJob(
      DriverOptions options, DriverExtension extension, Runnable endEarlierJob, PrintStream out) {
    this.options = options;
    this.extension = extension;
    this.endEarlierJob = endEarlierJob;
    this.out = out;
  }

  /**
   * Runs the main job.
   *
   * @param endEarlierJob ends the job that an earlier driver has left
   * @return the exit status: 0 if nothing failed and the extension finds the sinks complete, 1 if
   *     not, 2 if the user can correct the error, 3 if another program uses the consumer group
   */
  static int run(
      DriverOptions options,
      DriverExtension extension,
      Runnable endEarlierJob,
      PrintStream out,
      PrintStream err) {
    try {
      return new MainJob(options, extension, endEarlierJob, out).run();
    } catch (KafkaUnavailableException
        | CatalogUnavailableException
        | InfluxRefusedException
        | IllegalArgumentException e) {
      LOG.error("Job cannot start", e);
      err.println("pfss: " + e.getMessage());
      return 2;
    } catch (GroupInUseException e) {
      LOG.error("Consumer group in use by another program group={}", options.getGroup(), e);
      err.println("pfss: " + e.getMessage());
      return GROUP_IN_USE;
    } catch (Exception e) {
      LOG.error("Job failed", e);
      err.println("pfss: " + e + "; see the log: " + options.getLog());
      return 1;
    }
  }

  private int run() throws Exception {
    stop.onSignals();
    if (options.isStopWithParent()) {
      stop.onParentsEnd();
    }

    PipelineSettings.check(options);
    // A wrong address is refused before anything starts.
    Optional<PageAddress> unused = pages(Optional.empty());
    extension.check(options);
    try (extension) {
      List<String> notes = extension.start(options);
      PipelineSettings.prepare(options);
      try (AlarmDesk alarms = AlarmDesk.of(options);
          DriverMeters meters = new DriverMeters()) {
        FacilityFacts facts = facts(alarms);
        try (WebServer web = serve(meters, facts)) {
          notes.forEach(out::println);
          Optional<URI> page = Optional.ofNullable(web).map(WebServer::url);
          page.ifPresent(url -> out.println("Web        " + url));
          return run(meters, alarms, facts, page);
        }
      }
    }
  }

  private int run(DriverMeters meters, AlarmDesk alarms, FacilityFacts facts, Optional<URI> page)
      throws Exception {
    endEarlierJob.run();
    mergeOrphanedSegments();
    stop.onFile(options.getStopFile());
    RunLog log = RunLog.begin(options);
    Upkeep upkeep = Upkeep.start(options);
    StatusWriter statusWriter = StatusWriter.start(options, facts, pages(page));
    int status = 1;
    try (upkeep;
        statusWriter) {
      status = run(log, meters, alarms, page);
    } finally {
      log.end(status);
    }

    return status;
  }

  private Optional<PageAddress> pages(Optional<URI> server) {
    return PageAddress.of(options.getPageUrl(), server);
  }

  /** Starts the HTTP server; returns null with {@code --web=false}. */
  private @Nullable WebServer serve(DriverMeters meters, FacilityFacts facts) {
    if (!options.isWeb()) {
      return null;
    }

    Map<String, WebPage> pages = new TreeMap<>(health.pages());
    pages.put("/metrics", meters.page());
    pages.putAll(LiveView.pages(InfluxAccess.of(options), facts));
    WebServer server = WebServer.start(options.getWebHost(), options.getWebPort(), pages);
    LOG.info("HTTP server started url={} paths={}", server.url(), pages.keySet());
    return server;
  }

  /** Returns what is known of the facilities besides their readings. */
  private FacilityFacts facts(AlarmDesk alarms) {
    KnownFacilities known = KnownFacilities.of(PipelineSettings.catalog(options).orElse(null));
    Optional<LatestOutlooks> outlooks = PipelineSettings.outlooks(options).map(LatestOutlooks::of);
    KafkaCluster kafka = PipelineSettings.kafka(options);
    return new FacilityFacts(
        alarms.last(),
        PipelineSettings.outlooks(options)
            .map(topic -> LastRecords.of(kafka, topic.name(), OutlookJson::checked).all())
            .orElseGet(Map::of),
        known::bySensor,
        sensor -> outlooks.map(each -> each.of(sensor).isStopped()).orElse(false),
        this::modelLimits,
        alarms,
        PipelineSettings.catalog(options));
  }

  /** Returns the limits of the model that scores; those of its labels if it has none. */
  private StateLimits modelLimits() {
    StateLimits limits =
        ActiveModels.of(options.getModel()).current().champion().description().stateLimits();
    return limits == null ? PowerFactorRule.AI_HUB.limits() : limits;
  }

  private void mergeOrphanedSegments() throws IOException {
    long rows = PipelineSettings.warehouse(options).mergeOrphanedSegments();
    if (rows > 0) {
      LOG.info("Segments of an earlier run merged rows={}", rows);
    }
  }

  private int run(RunLog log, DriverMeters meters, AlarmDesk alarms, Optional<URI> page)
      throws IOException, InterruptedException {
    extension.prepare(options);
    PipelineRun pipeline = PipelineRun.start(options, stop, log, meters, health, alarms.faults());
    try {
      alarms.start(pages(page));
      extension.begin(page);
      LOG.info("Stopping reason=\"{}\"", stop.await(Duration.ofSeconds(options.getSeconds())));
      extension.drain(stop.failure() != null);
    } finally {
      pipeline.stop();
    }

    mergeSegments();
    return status(extension.summarize(out));
  }

  /** Merges the open windows, unless a later job uses the group: it may merge them itself. */
  private void mergeSegments() throws IOException {
    if (!isGroupInUse()) {
      PipelineSettings.warehouse(options).mergeAllSegments();
    }
  }

  private int status(boolean sinksAgree) {
    Throwable failure = stop.failure();
    if (failure == null) {
      return sinksAgree ? 0 : 1;
    }

    LOG.error("The pipeline failed", failure);
    out.println("pfss: the pipeline failed: " + reason(failure).getMessage());
    return isGroupInUse() ? GROUP_IN_USE : 1;
  }

  private boolean isGroupInUse() {
    Throwable failure = stop.failure();
    return failure != null && reason(failure) instanceof GroupInUseException;
  }

  /** Returns the cause whose message is for the user, or else the root cause. */
  private static Throwable reason(Throwable failure) {
    return Throwables.getCausalChain(failure).stream()
        .filter(
            any ->
                any instanceof InfluxRefusedException
                    || any instanceof GroupInUseException
                    // It names the topic, and its cause does not.
                    || (any instanceof IOException && any.getCause() instanceof KafkaException))
        .findFirst()
        .orElseGet(() -> Throwables.getRootCause(failure));
  }
}
