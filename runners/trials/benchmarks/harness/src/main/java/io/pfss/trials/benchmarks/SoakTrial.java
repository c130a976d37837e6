package io.pfss.trials.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pfss.simulator.send.Simulator;
import io.pfss.trials.e2e.BatchTimes;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Whether PFSS stays as it was when it runs for long: each minute what its batches took, how many
 * panes they fired, and what it holds of memory, threads, files and checkpoints.
 *
 * @param minutes how long it runs
 */
record SoakTrial(Bench bench, int minutes) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long MINUTE_NANOS = TimeUnit.MINUTES.toNanos(1);
  private static final long POLL_INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  /** Of the contestant: short, for many of them. */
  private static final Duration WINDOW = Duration.ofSeconds(5);

  /** Runs PFSS and the sensors; hands on a result each minute. */
  void run(Simulator sensors, Sink sink) throws IOException, InterruptedException {
    try (ContestantProcess process = ContestantProcess.start(Contestant.PFSS, bench, Load.STEADY)) {
      BatchTimes log = new BatchTimes(bench.folder().resolve("pfss.log"));
      FileAges files = new FileAges(bench.warehouse(), WINDOW);
      sensors.start();
      long start = System.nanoTime();
      double cpuSeconds = 0;
      for (int minute = 1; minute <= minutes; minute++) {
        long minuteMillis = System.currentTimeMillis();
        watchUntil(start + minute * MINUTE_NANOS, process, files);
        ObjectNode result = JSON.createObjectNode();
        result.put("trial", "soak");
        result.put("minute", minute);
        log.addTo(result);
        process.addHeldTo(result);
        result.put("cpus", BacklogTrial.round((process.cpuSeconds() - cpuSeconds) / 60));
        cpuSeconds = process.cpuSeconds();
        files.addTo(result, minuteMillis);
        result.put("checkpoint_kb", Folders.bytes(bench.folder().resolve("checkpoints")) / 1024);
        result.put("segments", Folders.files(bench.warehouse().resolve("_segments")));
        sink.take(result);
      }

      sensors.stop();
    }
  }

  private static void watchUntil(long deadlineNanos, ContestantProcess process, FileAges files)
      throws IOException {
    long left = deadlineNanos - System.nanoTime();
    while (left > 0) {
      LockSupport.parkNanos(Math.min(left, POLL_INTERVAL_NANOS));
      process.check();
      files.look();
      left = deadlineNanos - System.nanoTime();
    }
  }

  /** Takes a result. */
  interface Sink {
    void take(ObjectNode result) throws IOException;
  }
}
