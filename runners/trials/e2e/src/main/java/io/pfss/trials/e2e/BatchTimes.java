// SPDX-License-Identifier: Apache-2.0
package io.pfss.trials.e2e;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.HdrHistogram.Histogram;

/** Reads the durations of micro-batches from a driver's log, since the previous call. */
public final class BatchTimes {
  private static final Pattern BATCH =
      Pattern.compile(
          "Micro-batch completed time=\\S+ duration_ms=(\\d+) delay_ms=(\\d+)"
              + " jobs=(\\d+) stages=(\\d+)");
  private static final Pattern PANE = Pattern.compile("Merging windows shard=\\d+ windows=\\d+");
  private static final Pattern CONSUMER = Pattern.compile("New consumer partition=");

  private final Path log;

  /** The length of the log that was read, in bytes. */
  private long read;

  /** Starts at the log's first line. */
  public BatchTimes(Path log) {
    this.log = log;
  }

  /** Adds the number of batches that ended since the previous call, and their durations in ms. */
  public void addTo(ObjectNode sample) throws IOException {
    String lines = completeLines();
    Histogram millis = new Histogram(3);
    Histogram late = new Histogram(3);
    long jobs = 0;
    long stages = 0;
    Matcher batch = BATCH.matcher(lines);
    while (batch.find()) {
      millis.recordValue(Long.parseLong(batch.group(1)));
      late.recordValue(Long.parseLong(batch.group(2)));
      jobs += Long.parseLong(batch.group(3));
      stages += Long.parseLong(batch.group(4));
    }

    long batches = millis.getTotalCount();
    sample.put("batches", batches);
    if (batches > 0) {
      sample.put("batch_ms_p50", millis.getValueAtPercentile(50));
      sample.put("batch_ms_p99", millis.getValueAtPercentile(99));
      sample.put("batch_ms_max", millis.getMaxValue());
      sample.put("late_ms_max", late.getMaxValue());
      sample.put("jobs_per_batch", Math.round(100.0 * jobs / batches) / 100.0);
      sample.put("stages_per_batch", Math.round(100.0 * stages / batches) / 100.0);
    }

    sample.put("panes", PANE.matcher(lines).results().count());
    sample.put("new_consumers", CONSUMER.matcher(lines).results().count());
  }

  /** Returns the complete lines since the previous call. */
  private String completeLines() throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
      if (file.length() < read) {
        // The log was replaced by a new file.
        read = 0;
      }

      byte[] bytes = new byte[Math.toIntExact(file.length() - read)];
      file.seek(read);
      file.readFully(bytes);
      String text = new String(bytes, StandardCharsets.UTF_8);
      String complete = text.substring(0, text.lastIndexOf('\n') + 1);
      read += complete.getBytes(StandardCharsets.UTF_8).length;
      return complete;
    }
  }
}
