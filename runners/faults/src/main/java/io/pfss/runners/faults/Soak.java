package io.pfss.runners.faults;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The main job under a steady load for long: what it holds, and whether each sink has it all. */
final class Soak implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
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
  private final PositionBits valid = new PositionBits();
  private final PositionBits invalid = new PositionBits();

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
  ObjectNode run(Duration length, Duration interval, Consumer<ObjectNode> sink) throws Exception {
    Latencies latencies = new Latencies();
    SoakSeries series = new SoakSeries();
    try (Sensors sensors =
            new Sensors(
                job.cluster().kafka().bootstrapServers(),
                TrialJob.HEAT_TOPIC,
                FIRST_SENSOR,
                rate,
                sent -> (sent.isValid() ? valid : invalid).add(sent.position()));
        TopicTail scores =
            job.tail(TrialJob.SCORE_TOPIC, (origin, value) -> latencies.take(value));
        TopicTail letters = job.tail(TrialJob.LETTER_TOPIC, (origin, value) -> {})) {
      sensors.start();
      awaitSteadyState(sensors, scores.origins());
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
              () ->
                  valid.lackedBy(scores.origins()) == 0
                      && invalid.lackedBy(letters.origins()) == 0
                      && valid.lackedBy(job.warehouse().refresh()) == 0
                      && job.points(FIRST_SENSOR) >= valid.distinct());
      ObjectNode summary = result(scores.origins(), letters.origins());
      summary.put("complete", complete);
      summary.put("refused_by_kafka", sensors.refused());
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
  private void awaitSteadyState(Sensors sensors, PositionBits scores) throws IOException {
    if (!Waiting.until(
        "the first scores", START_LIMIT, POLL_INTERVAL, () -> scores.distinct() > 0)) {
      throw new IOException("The job gives no scores: its log is " + job.log());
    }

    Waiting.until(
        "the backlog's end",
        START_LIMIT,
        POLL_INTERVAL,
        () -> sensors.valid() - scores.distinct() < (long) rate * NORMAL_BACKLOG_SECONDS);
  }

  private ObjectNode result(PositionBits scores, PositionBits letters)
      throws IOException, InterruptedException {
    PositionBits rows = job.warehouse().refresh();
    long missingPoints = valid.distinct() - job.points(FIRST_SENSOR);
    ObjectNode result = JSON.createObjectNode();
    result.put("readings", valid.distinct());
    result.put("invalid", invalid.distinct());
    result.set(
        "lost",
        Audit.counts(
            valid.lackedBy(rows),
            valid.lackedBy(scores),
            Math.max(0, missingPoints),
            invalid.lackedBy(letters)));
    result.set(
        "repeats",
        Audit.counts(
            rows.repeats(), scores.repeats(), Math.max(0, -missingPoints), letters.repeats()));
    return result;
  }
}
