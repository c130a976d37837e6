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

/** A cluster with the main job on it, on which one fault after the other is tried. */
final class FaultTrials implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FaultTrials.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What the driver logs once it reads. */
  private static final String RUNS = "The pipeline runs";

  private static final Duration WARM_UP = Duration.ofSeconds(5);
  private static final int RANDOM_MILLIS = 5_000;
  private static final Duration AFTER = Duration.ofSeconds(5);
  private static final Duration TIMEOUT = Duration.ofMinutes(4);
  private static final Duration POLL_INTERVAL = Duration.ofMillis(250);

  /** Readings that are under way at any time, in s of their rate. */
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
   * @param folder takes all data and logs
   * @param rate of readings, a s
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
    // Not sooner: the first fault would find what has piled up while the job was starting.
    await("the pipeline", () -> Files.readString(job.log()).contains(RUNS));
    return trials;
  }

  /** Tries a fault once; answers what became of the readings. */
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
          () -> fault.isBeforehand() ? audit.scored() > 0 : keepsUp(sensors, audit, 0));
      Waiting.pause(WARM_UP.plusMillis(random.nextInt(RANDOM_MILLIS)));
      long heapBefore = fault.fillsHeap() ? liveHeapMegabytes() : 0;
      fault.begin().on(stage);
      LOG.info("Fault {} is there", fault.name());
      Waiting.pause(fault.outage());
      long heapAfter = fault.fillsHeap() ? liveHeapMegabytes() : 0;
      fault.end().on(stage);
      long healedNanos = System.nanoTime();
      LOG.info("Fault {} is mended", fault.name());
      long sentBefore = sensors.sender().valid();
      boolean recovered = await("the backlog's end", () -> keepsUp(sensors, audit, sentBefore));
      double recovery = Duration.ofNanos(System.nanoTime() - healedNanos).toMillis() / 1000.0;
      Waiting.pause(AFTER);
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

  /** Whether more than so many readings are scored, and no more are under way than at any time. */
  private boolean keepsUp(SteadySender sensors, Audit audit, long more) {
    long scored = audit.scored();
    return scored > more
        && sensors.sender().valid() - scored < (long) rate * NORMAL_BACKLOG_SECONDS;
  }

  /** What is in use of the heap of that executor which has most, after a collection. */
  private long liveHeapMegabytes() throws IOException {
    long most = 0;
    for (long executor : job.executors()) {
      most = Math.max(most, JvmFootprint.of(executor).liveHeapBytes());
    }

    return most >> 20;
  }

  @Override
  public void close() {
    job.close();
  }

  private static boolean await(String what, Callable<Boolean> state) {
    return Waiting.until(what, TIMEOUT, POLL_INTERVAL, state);
  }
}
