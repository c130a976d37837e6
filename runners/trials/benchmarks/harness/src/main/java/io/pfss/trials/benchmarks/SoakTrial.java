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
  void run(Simulator sensors, Consumer<ObjectNode> sink) throws IOException, InterruptedException {
    try (ChildProcess process = Contestant.PFSS.start(bench, Load.STEADY)) {
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
        addHeld(process, result);
        result.put("cpus", BacklogTrial.round((process.cpuSeconds() - cpuSeconds) / 60));
        cpuSeconds = process.cpuSeconds();
        files.addTo(result, minuteMillis);
        result.put("checkpoint_kb", held(bench.folder().resolve("checkpoints")).getLength() / 1024);
        result.put("segments", held(bench.warehouse().resolve("_segments")).getFileCount());
        sink.accept(result);
      }

      sensors.stop();
    }
  }

  private static void watchUntil(long deadlineNanos, ChildProcess process, FileAges files)
      throws IOException {
    long left = deadlineNanos - System.nanoTime();
    while (left > 0) {
      LockSupport.parkNanos(Math.min(left, POLL_INTERVAL_NANOS));
      process.check();
      files.look();
      left = deadlineNanos - System.nanoTime();
    }
  }

  /** Live objects, as after a full collection, memory, threads and files. */
  private static void addHeld(ChildProcess process, ObjectNode result) throws IOException {
    JvmFootprint held = JvmFootprint.of(process.pid());
    result.put("live_heap_mb", held.liveHeapBytes() >> 20);
    result.put("rss_mb", held.rssBytes() >> 20);
    result.put("threads", held.threads());
    result.put("open_files", held.openFiles());
  }

  /** What a folder holds, parts of which may go while they are counted. */
  private static ContentSummary held(Path folder) throws IOException {
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
