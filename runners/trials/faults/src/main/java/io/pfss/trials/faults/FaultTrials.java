// SPDX-License-Identifier: Apache-2.0
package io.pfss.trials.faults;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pfss.pipeline.kafka.HeatTopics;
import io.pfss.trials.e2e.Audit;
import io.pfss.trials.e2e.TopicTail;
import io.pfss.trials.faults.InjectedFault.Stage;
import io.pfss.trials.stack.JvmFootprint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import org.apache.kafka.common.config.TopicConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Injects one fault after the other into a cluster that runs the main job. */
final class FaultTrials implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FaultTrials.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The driver's log line when the pipeline has started. */
  private static final String PIPELINE_STARTED = "The pipeline runs";

  private static final Duration WARM_UP = Duration.ofSeconds(5);
  private static final int MAX_RANDOM_DELAY_MILLIS = 5_000;
  private static final Duration SETTLE_TIME = Duration.ofSeconds(5);
  private static final Duration TIMEOUT = Duration.ofMinutes(4);
  private static final Duration POLL_INTERVAL = Duration.ofMillis(250);

  /** The backlog in normal operation, in s of readings. */
  private static final int NORMAL_BACKLOG_SECONDS = 3;

  private final TrialJob job;
  private final int rate;
  private final Random random;
  private int trials;

  private FaultTrials(TrialJob job, int rate, long seed) {
    this.job = job;
    this.rate = rate;
    this.random = new Random(seed);
  }

  /**
   * Starts the cluster and the job.
   *
   * @param home the folder of this repository, compiled
   * @param folder the folder for all data and logs
   * @param rate the rate of valid readings, per s
   */
  static FaultTrials start(Path home, Path folder, int rate, long seed)
      throws IOException, InterruptedException {
    TrialJob job =
        TrialJob.start(
            home,
            folder,
            Map.of(
                TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                Integer.toString(HeatTopics.LARGEST_RECORD_BYTES)),
            List.of("--window=10s", "--sweepAfter=20s"));
    FaultTrials trials = new FaultTrials(job, rate, seed);
    // Otherwise readings would pile up while the job starts, and the first fault would meet a
    // backlog.
    await("the pipeline", () -> Files.readString(job.log()).contains(PIPELINE_STARTED));
    return trials;
  }

  /** Injects a fault once. Returns the audit of the sinks and the recovery time. */
  @SuppressWarnings("try")
  ObjectNode run(InjectedFault fault, int round) throws Exception {
    long firstSensor = ++trials * 1000L;
    Audit audit = new Audit();
    int startsBefore = job.supervised().starts();
    try (SteadySender sensors = job.sensors(firstSensor, rate, audit);
        TopicTail scores = job.scores(audit::score);
        TopicTail deadLetters = job.deadLetters(audit)) {
      Stage stage = new Stage(job, sensors, random);
      fault.before().on(stage);
      sensors.start();
      await(
          "the first scores",
          () -> fault.isBeforeSending() ? audit.scored() > 0 : hasCaughtUp(sensors, audit, 0));
      Waiting.pause(WARM_UP.plusMillis(random.nextInt(MAX_RANDOM_DELAY_MILLIS)));
      long heapBefore = fault.fillsHeap() ? liveHeapMegabytes() : 0;
      fault.begin().on(stage);
      LOG.info("Fault injected: name={}", fault.name());
      Waiting.pause(fault.outage());
      long heapAfter = fault.fillsHeap() ? liveHeapMegabytes() : 0;
      fault.end().on(stage);
      long endNanos = System.nanoTime();
      LOG.info("Fault ended: name={}", fault.name());
      long sentBefore = sensors.sender().valid();
      boolean recovered = await("the backlog's end", () -> hasCaughtUp(sensors, audit, sentBefore));
      double recovery = Duration.ofNanos(System.nanoTime() - endNanos).toMillis() / 1000.0;
      Waiting.pause(SETTLE_TIME);
      sensors.stop();
      await("all readings in all sinks", () -> job.isComplete(audit, firstSensor));
      ObjectNode result = JSON.createObjectNode().put("fault", fault.name()).put("round", round);
      result.setAll(job.result(audit, firstSensor));
      if (fault.fillsHeap()) {
        result.put("heap_before_mb", heapBefore).put("heap_in_outage_mb", heapAfter);
      }

      return result
          .put("refused_by_kafka", sensors.sender().refused())
          .put("driver_starts", job.supervised().starts() - startsBefore)
          .put("outage_s", fault.outage().toSeconds())
          .put("recovered", recovered)
          .put("recovery_s", recovery);
    }
  }

  /**
   * Whether more than {@code minimum} readings are scored and the backlog is as in normal
   * operation.
   */
  private boolean hasCaughtUp(SteadySender sensors, Audit audit, long minimum) {
    long scored = audit.scored();
    return scored > minimum
        && sensors.sender().valid() - scored < (long) rate * NORMAL_BACKLOG_SECONDS;
  }

  /** Returns the largest live heap of the executors after a garbage collection, in MiB. */
  private long liveHeapMegabytes() throws IOException {
    long largest = 0;
    for (long executor : job.executors()) {
      largest = Math.max(largest, JvmFootprint.of(executor).liveHeapBytes());
    }

    return largest >> 20;
  }

  @Override
  public void close() {
    job.close();
  }

  private static boolean await(String condition, Callable<Boolean> isMet) {
    return Waiting.until(condition, TIMEOUT, POLL_INTERVAL, isMet);
  }
}
