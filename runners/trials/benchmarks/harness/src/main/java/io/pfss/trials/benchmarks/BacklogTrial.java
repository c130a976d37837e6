// SPDX-License-Identifier: Apache-2.0
package io.pfss.trials.benchmarks;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pfss.trials.stack.ChildProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Measures how fast a contestant processes a full topic: from the time when its engine runs until
 * all its sinks have all readings. The start of the JVM and the engine counts only in the processor
 * time. If the sinks stop growing early, the result has the number of missing readings.
 *
 * @param readings the number of readings in the topic
 * @param warm the number of scores after which the warm figures begin, without the JIT compiler's
 *     first work; 0: no warm figures
 */
record BacklogTrial(Contestant contestant, Bench bench, long readings, long warm) {
  /** The sinks' counts are final if they do not grow for this time. */
  private static final Duration IDLE_TIMEOUT = Duration.ofMinutes(2);

  private static final Duration POLL_INTERVAL = Duration.ofMillis(100);

  /** Runs the contestant and adds the measured values to {@code result}. */
  void run(Sinks sinks, ObjectNode result) throws IOException, InterruptedException {
    long startNanos = System.nanoTime();
    try (ChildProcess process = contestant.start(bench, Load.BACKLOG)) {
      Use use = new Use(process);
      require(use, () -> contestant.runs(bench) ? 1 : 0);
      long runningNanos = System.nanoTime();
      require(use, sinks::scores);
      double firstSeconds = seconds(runningNanos);
      boolean isComplete = warm == 0 || await(use, sinks::scores, warm);
      double warmSeconds = seconds(runningNanos);
      double warmCpuSeconds = use.cpuSeconds;
      double warmReadings = readings - done(sinks);
      isComplete = isComplete && await(use, sinks::scores, readings);
      double scoredSeconds = seconds(runningNanos);
      isComplete = isComplete && await(use, sinks::rows, readings);
      double storedSeconds = seconds(runningNanos);
      isComplete =
          isComplete && (!contestant.writesPoints() || await(use, sinks::points, readings));
      if (isComplete) {
        result.put("readings_per_s", Math.round(readings / storedSeconds));
        result.put("seconds_to_all_scores", round(scoredSeconds));
        result.put("seconds_to_all_rows", round(storedSeconds));
        if (warm > 0) {
          result.put(
              "warm_readings_per_s", Math.round(warmReadings / (storedSeconds - warmSeconds)));
          result.put(
              "warm_cpu_us_per_reading",
              round((use.cpuSeconds - warmCpuSeconds) * 1e6 / warmReadings));
        }
      } else {
        result.put("missing_scores", readings - sinks.scores());
        result.put("missing_rows", readings - sinks.rows());
        result.put("missing_points", readings - sinks.points());
      }

      result.put("seconds_to_run", round(seconds(startNanos) - seconds(runningNanos)));
      result.put("seconds_to_first_score", round(firstSeconds));
      result.put("cpu_s_per_million", round(use.cpuSeconds * 1e6 / readings));
      result.put("machine_cpu_s_per_million", round(use.machineCpuSeconds() * 1e6 / readings));
      result.put("peak_rss_mb", use.peakRssMegabytes);
      result.put("scores", sinks.scores());
      result.put("rows", sinks.rows());
    }
  }

  /**
   * Returns the number of readings that are done. Where scores and rows are made apart, one may be
   * ahead of the other: the mean counts what is left of both.
   */
  private double done(Sinks sinks) throws IOException {
    return contestant.readsTwice() ? (sinks.scores() + sinks.rows()) / 2.0 : sinks.scores();
  }

  private static void require(Use use, Count count) throws IOException, InterruptedException {
    if (!await(use, count, 1)) {
      throw new IOException("The contestant did not start within " + IDLE_TIMEOUT);
    }
  }

  /** Waits until a count is reached, or stops growing. Returns whether it was reached. */
  private static boolean await(Use use, Count count, long wanted)
      throws IOException, InterruptedException {
    long largest = -1;
    long deadline = 0;
    long now = count.now();
    while (now < wanted) {
      if (now > largest) {
        largest = now;
        deadline = System.nanoTime() + IDLE_TIMEOUT.toNanos();
      } else if (System.nanoTime() > deadline) {
        return false;
      }

      use.sample();
      LockSupport.parkNanos(POLL_INTERVAL.toNanos());
      now = count.now();
    }

    use.sample();
    return true;
  }

  private static double seconds(long sinceNanos) {
    return (System.nanoTime() - sinceNanos) / (double) TimeUnit.SECONDS.toNanos(1);
  }

  static double round(double value) {
    return Math.round(value * 100) / 100.0;
  }

  private interface Count {
    long now() throws IOException, InterruptedException;
  }

  /** The resources that a contestant used, as of the last sample: a contestant may end early. */
  private static final class Use {
    private final ChildProcess process;
    private final double machineStartSeconds;
    private double cpuSeconds;
    private double machineNowSeconds;
    private long peakRssMegabytes;

    private Use(ChildProcess process) throws IOException {
      this.process = process;
      machineStartSeconds = MachineCpu.seconds();
    }

    private void sample() throws IOException {
      process.check();
      cpuSeconds = Math.max(cpuSeconds, process.cpuSeconds());
      machineNowSeconds = MachineCpu.seconds();
      peakRssMegabytes = Math.max(peakRssMegabytes, process.peakRssMegabytes());
    }

    /** Returns what all processes used: broker, influxd and harness too. */
    private double machineCpuSeconds() {
      return machineNowSeconds - machineStartSeconds;
    }
  }
}
