// SPDX-License-Identifier: Apache-2.0
package io.pfss.trials.faults;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pfss.trials.e2e.Audit;
import io.pfss.trials.e2e.TopicTail;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The soak test: runs the main job under a steady load for a long time, measures its resources, and
 * audits each sink.
 */
final class Soak implements AutoCloseable {
  private static final long FIRST_SENSOR = 1000;

  /** A busy machine takes minutes to start all servers. */
  private static final Duration START_LIMIT = Duration.ofMinutes(15);

  /** Longer than the job's cleanup of old segments, which starts after 10 minutes. */
  private static final Duration END_LIMIT = Duration.ofMinutes(20);

  private static final Duration POLL_INTERVAL = Duration.ofSeconds(5);

  /** The backlog in normal operation, in s of readings. */
  private static final int NORMAL_BACKLOG_SECONDS = 5;

  private final TrialJob job;
  private final int rate;
  private final Audit audit = new Audit();

  private Soak(TrialJob job, int rate) {
    this.job = job;
    this.rate = rate;
  }

  /**
   * Starts the cluster and the job.
   *
   * @param home the folder of this repository, compiled
   * @param folder the folder for all data and logs
   * @param rate the rate of valid readings, per s
   */
  static Soak start(Path home, Path folder, int rate) throws IOException, InterruptedException {
    return new Soak(TrialJob.start(home, folder, Map.of(), List.of("--window=1m")), rate);
  }

  /**
   * Sends readings, measures at intervals, and audits all sinks.
   *
   * @param sink receives each sample
   * @return the audit of the readings, and a summary of each measured value
   */
  @SuppressWarnings("try")
  ObjectNode run(Duration length, Duration interval, Consumer<ObjectNode> sink) throws Exception {
    Latencies latencies = new Latencies();
    SoakSeries series = new SoakSeries();
    try (SteadySender sensors = job.sensors(FIRST_SENSOR, rate, audit);
        TopicTail scores =
            job.scores(
                (origin, value) -> {
                  audit.score(origin, value);
                  latencies.add(value);
                });
        TopicTail deadLetters = job.deadLetters(audit)) {
      sensors.start();
      awaitSteadyState(sensors);
      try (SoakSamples samples = new SoakSamples(job, sensors, latencies)) {
        for (long each = 1; each <= length.dividedBy(interval); each++) {
          Waiting.untilNanos(samples.nanosAfterStart(interval.toNanos() * each));
          ObjectNode sample = samples.take();
          series.add(sample);
          sink.accept(sample);
        }
      }

      sensors.stop();
      boolean complete =
          Waiting.until(
              "all readings in all sinks",
              END_LIMIT,
              POLL_INTERVAL,
              () -> job.isComplete(audit, FIRST_SENSOR));
      ObjectNode summary = job.result(audit, FIRST_SENSOR);
      summary.put("complete", complete);
      summary.put("refused_by_kafka", sensors.sender().refused());
      summary.put("driver_starts", job.supervised().starts());
      summary.set("series", series.summary());
      return summary;
    }
  }

  @Override
  public void close() {
    job.close();
  }

  /** Waits until the backlog from the driver's start, which takes a minute, is processed. */
  private void awaitSteadyState(SteadySender sensors) throws IOException {
    if (!Waiting.until("the first scores", START_LIMIT, POLL_INTERVAL, () -> audit.scored() > 0)) {
      throw new IOException("The job produces no scores; see its log: " + job.log());
    }

    Waiting.until(
        "the backlog's end",
        START_LIMIT,
        POLL_INTERVAL,
        () -> sensors.sender().valid() - audit.scored() < (long) rate * NORMAL_BACKLOG_SECONDS);
  }
}
