package io.pfss.trials.benchmarks;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pfss.trials.stack.ChildProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * How fast a contestant works off a topic that is full: from the moment when its engine runs to
 * that when all its sinks hold all readings. The start of the JVM and the engine is not counted,
 * except in the processor time. Of one whose sinks grow no more, how many readings are missing.
 *
 * @param readings of the topic
 */
record BacklogTrial(Contestant contestant, Bench bench, long readings) {
  /** After which what has not come is not on its way. */
  private static final Duration STANDSTILL = Duration.ofMinutes(2);

  private static final Duration POLL_INTERVAL = Duration.ofMillis(100);

  /** Runs the contestant; adds what was measured to {@code result}. */
  void run(Sinks sinks, ObjectNode result) throws IOException, InterruptedException {
    long startNanos = System.nanoTime();
    try (ChildProcess process = contestant.start(bench, Load.BACKLOG)) {
      Use use = new Use(process);
      require(use, () -> contestant.runs(bench) ? 1 : 0);
      long runningNanos = System.nanoTime();
      require(use, sinks::scores);
      double firstSeconds = seconds(runningNanos);
      boolean isWhole = await(use, sinks::scores, readings);
      double scoredSeconds = seconds(runningNanos);
      isWhole = isWhole && await(use, sinks::rows, readings);
      double keptSeconds = seconds(runningNanos);
      isWhole = isWhole && await(use, sinks::points, readings);
      if (isWhole) {
        result.put("readings_per_s", Math.round(readings / keptSeconds));
        result.put("seconds_to_all_scores", round(scoredSeconds));
        result.put("seconds_to_all_rows", round(keptSeconds));
      } else {
        result.put("missing_scores", readings - sinks.scores());
        result.put("missing_rows", readings - sinks.rows());
        result.put("missing_points", readings - sinks.points());
      }

      result.put("seconds_to_run", round(seconds(startNanos) - seconds(runningNanos)));
      result.put("seconds_to_first_score", round(firstSeconds));
      result.put("cpu_s_per_million", round(use.cpuSeconds * 1e6 / readings));
      result.put("peak_rss_mb", use.peakRssMegabytes);
      result.put("scores", sinks.scores());
      result.put("rows", sinks.rows());
    }
  }

  private static void require(Use use, Count count) throws IOException, InterruptedException {
    if (!await(use, count, 1)) {
      throw new IOException("A contestant has not begun within " + STANDSTILL);
    }
  }

  /** Whether a count is reached, rather than that it grows no more. */
  private static boolean await(Use use, Count count, long wanted)
      throws IOException, InterruptedException {
    long most = -1;
    long deadline = 0;
    long now = count.now();
    while (now < wanted) {
      if (now > most) {
        most = now;
        deadline = System.nanoTime() + STANDSTILL.toNanos();
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

  /** What a contestant has used as long as it could be asked: one may end by itself. */
  private static final class Use {
    private final ChildProcess process;
    private double cpuSeconds;
    private long peakRssMegabytes;

    private Use(ChildProcess process) {
      this.process = process;
    }

    private void sample() throws IOException {
      process.check();
      cpuSeconds = Math.max(cpuSeconds, process.cpuSeconds());
      peakRssMegabytes = Math.max(peakRssMegabytes, process.peakRssMegabytes());
    }
  }
}
