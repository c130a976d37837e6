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

/** The main job under a steady load for long: what it holds, and whether each sink has it all. */
final class Soak implements AutoCloseable {
  private static final long FIRST_SENSOR = 1000;

  /** A machine that does something else too takes minutes to start all. */
  private static final Duration START_LIMIT = Duration.ofMinutes(15);

  /** More than the job's sweep of segments takes, which comes after 10 minutes. */
  private static final Duration END_LIMIT = Duration.ofMinutes(20);

  private static final Duration POLL_INTERVAL = Duration.ofSeconds(5);

  /** Readings that are under way at any time, in s of their rate. */
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
   * @param folder takes all data and logs
   * @param rate of readings, a s
   */
  static Soak start(Path home, Path folder, int rate) throws IOException, InterruptedException {
    return new Soak(TrialJob.start(home, folder, Map.of(), List.of("--window=1m")), rate);
  }

  /**
   * Sends readings, measures at intervals, and reads all sinks back.
   *
   * @param sink is given each sample
   * @return what became of the readings, and of each figure
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
                  latencies.take(value);
                });
        TopicTail deadLetters = job.deadLetters(audit)) {
      sensors.start();
      awaitSteadyState(sensors);
      try (SoakSamples samples = new SoakSamples(job, sensors, latencies)) {
        for (long each = 1; each <= length.dividedBy(interval); each++) {
          Waiting.untilNanos(samples.momentNanos(interval.toNanos() * each));
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

  /** A driver takes a minute to come up, in which readings pile up: they are no part of it. */
  private void awaitSteadyState(SteadySender sensors) throws IOException {
    if (!Waiting.until("the first scores", START_LIMIT, POLL_INTERVAL, () -> audit.scored() > 0)) {
      throw new IOException("The job gives no scores: its log is " + job.log());
    }

    Waiting.until(
        "the backlog's end",
        START_LIMIT,
        POLL_INTERVAL,
        () -> sensors.sender().valid() - audit.scored() < (long) rate * NORMAL_BACKLOG_SECONDS);
  }
}
