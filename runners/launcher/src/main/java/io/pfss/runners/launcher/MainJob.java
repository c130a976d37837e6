package io.pfss.runners.launcher;

import io.pfss.models.soh.InvalidModelException;
import io.pfss.pipeline.PfssPipeline;
import io.pfss.pipeline.kafka.KafkaUnavailableException;
import io.pfss.pipeline.warehouse.WriteWarehouse;
import io.pfss.runners.launcher.observe.Drain;
import io.pfss.runners.launcher.observe.RunSummary;
import io.pfss.runners.launcher.observe.SinkObserver;
import io.pfss.runners.launcher.observe.TerminalView;
import io.pfss.simulator.send.Simulator;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Optional;
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
  private static final Logger LOG = LoggerFactory.getLogger(MainJob.class);
  private static final Duration SUMMARY_TIMEOUT = Duration.ofSeconds(30);

  private final LauncherOptions options;
  private final PrintStream out;
  private final StopSignal stop = new StopSignal();

  private MainJob(LauncherOptions options, PrintStream out) {
    this.options = options;
    this.out = out;
  }

  /**
   * Runs the main job.
   *
   * @return the exit status: 0 if all sinks agree, 1 if not or if the pipeline failed, 2 if the
   *     user can mend what is wrong
   */
  public static int run(LauncherOptions options, PrintStream out, PrintStream err) {
    try {
      return new MainJob(options, out).run();
    } catch (KafkaUnavailableException | InvalidModelException | IllegalArgumentException e) {
      LOG.error("Cannot run", e);
      err.println("pfss: " + e.getMessage());
      return 2;
    } catch (Exception e) {
      LOG.error("Failed", e);
      err.println("pfss: " + e + ". More is in " + System.getProperty(Logging.FILE_PROPERTY));
      return 1;
    }
  }

  private int run() throws Exception {
    stop.onSignals();
    if (options.isStopWithParent()) {
      stop.onParentsEnd();
    }

    try (EmbeddedParts parts = EmbeddedParts.start(options)) {
      parts.notes().forEach(out::println);
      PfssPipeline.createAbsentTopics(options);
      try (SinkObserver observer = Observers.start(options)) {
        return run(observer);
      }
    }
  }

  private int run(SinkObserver observer) throws Exception {
    PipelineRun pipeline = PipelineRun.start(options, stop);
    try (TerminalView view = TerminalView.onStandardOutput(observer::snapshot, options.getView())) {
      LOG.info("Showing the sinks as {}", view.mode());
      awaitStop(Sensors.of(options));
      if (stop.failure() == null) {
        drain(observer);
      }
    } finally {
      pipeline.stop();
    }

    WriteWarehouse.settle(options.getWarehouse());
    RunSummary summary = observer.summary(SUMMARY_TIMEOUT);
    return report(summary);
  }

  private void awaitStop(Optional<Simulator> sensors) throws IOException, InterruptedException {
    Duration limit = Duration.ofSeconds(options.getSeconds());
    if (sensors.isEmpty()) {
      LOG.info("Stopping: {}", stop.await(limit));
      return;
    }

    try (Simulator simulator = sensors.get()) {
      simulator.start();
      LOG.info("Stopping: {}", stop.await(limit));
      LOG.info("The sensors sent {}", simulator.stop());
    }
  }

  private void drain(SinkObserver observer) throws IOException, InterruptedException {
    Duration timeout =
        Duration.ofMillis(
            PfssPipeline.duration("drainTimeout", options.getDrainTimeout()).getMillis());
    Drain drain =
        observer.awaitDrained(
            timeout, left -> LOG.info("{} readings are on their way", left.missing()));
    if (!drain.complete()) {
      LOG.warn("{} readings were still on their way after {}", drain.missing(), timeout);
    }
  }

  private int report(RunSummary summary) {
    out.println();
    out.println(summary.text());
    out.println("Warehouse: " + options.getWarehouse());
    out.println("Log:       " + System.getProperty(Logging.FILE_PROPERTY));
    out.println(summary.jsonLine());
    if (stop.failure() != null) {
      LOG.error("The pipeline failed", stop.failure());
      out.println("pfss: the pipeline failed: " + rootCause(stop.failure()).getMessage());
      return 1;
    }

    return summary.disagreements().isEmpty() ? 0 : 1;
  }

  private static Throwable rootCause(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }

    return cause;
  }
}
