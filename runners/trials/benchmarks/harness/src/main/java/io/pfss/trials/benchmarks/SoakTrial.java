// SPDX-License-Identifier: Apache-2.0
package io.pfss.trials.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pfss.simulator.send.Simulator;
import io.pfss.trials.e2e.BatchTimes;
import io.pfss.trials.stack.ChildProcess;
import io.pfss.trials.stack.JvmFootprint;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ContentSummary;
import org.apache.hadoop.fs.FileSystem;
import org.awaitility.Awaitility;

/**
 * Measures whether PFSS remains stable in a long run: for each minute the durations of its batches,
 * the number of panes, and its memory, threads, files and checkpoints.
 *
 * @param minutes the length of the run, in min
 */
record SoakTrial(Bench bench, int minutes) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long MINUTE_NANOS = TimeUnit.MINUTES.toNanos(1);
  private static final long POLL_INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  /** The contestant's windows: short, so that there are many. */
  private static final Duration WINDOW = Duration.ofSeconds(5);

  /** Runs PFSS and the sensors; passes a result to {@code sink} each minute. */
  void run(Simulator sensors, Consumer<ObjectNode> sink) throws IOException, InterruptedException {
    try (ChildProcess process = Contestant.PFSS.start(bench, Load.STEADY)) {
      BatchTimes log = new BatchTimes(bench.folder().resolve("pfss.log"));
      FileAges files = new FileAges(bench.warehouse(), WINDOW);
      sensors.start();
      long start = System.nanoTime();
      double cpuSeconds = 0;
      for (int minute = 1; minute <= minutes; minute++) {
        long minuteMillis = System.currentTimeMillis();
        observeUntil(start + minute * MINUTE_NANOS, process, files);
        ObjectNode result = JSON.createObjectNode();
        result.put("trial", "soak");
        result.put("minute", minute);
        log.addTo(result);
        addFootprint(process, result);
        result.put("cpus", BacklogTrial.round((process.cpuSeconds() - cpuSeconds) / 60));
        cpuSeconds = process.cpuSeconds();
        files.addTo(result, minuteMillis);
        result.put(
            "checkpoint_kb", summaryOf(bench.folder().resolve("checkpoints")).getLength() / 1024);
        result.put("segments", summaryOf(bench.warehouse().resolve("_segments")).getFileCount());
        sink.accept(result);
      }

      sensors.stop();
    }
  }

  private static void observeUntil(long deadlineNanos, ChildProcess process, FileAges files)
      throws IOException {
    long left = deadlineNanos - System.nanoTime();
    while (left > 0) {
      LockSupport.parkNanos(Math.min(left, POLL_INTERVAL_NANOS));
      process.check();
      files.update();
      left = deadlineNanos - System.nanoTime();
    }
  }

  /**
   * Adds the live heap, as after a full garbage collection, resident memory, threads and open
   * files.
   */
  private static void addFootprint(ChildProcess process, ObjectNode result) throws IOException {
    JvmFootprint footprint = JvmFootprint.of(process.pid());
    result.put("live_heap_mb", footprint.liveHeapBytes() >> 20);
    result.put("rss_mb", footprint.rssBytes() >> 20);
    result.put("threads", footprint.threads());
    result.put("open_files", footprint.openFiles());
  }

  /** Returns the size of a folder, whose files may be deleted while they are counted. */
  private static ContentSummary summaryOf(Path folder) throws IOException {
    FileSystem local = FileSystem.getLocal(new Configuration());
    org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(folder.toUri());
    return Awaitility.await()
        .ignoreException(FileNotFoundException.class)
        .until(
            () ->
                local.exists(path)
                    ? local.getContentSummary(path)
                    : new ContentSummary.Builder().build(),
            any -> true);
  }
}
