package io.pfss.runners.benchmarks;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pfss.runners.stack.LogTail;
import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.HdrHistogram.Histogram;

/** Reads what PFSS has logged of its micro-batches since the last look. */
final class BatchLogReader {
  private static final Pattern BATCH =
      Pattern.compile("Batch \\S+: (\\d+) ms, (\\d+) ms late, (\\d+) jobs, (\\d+) stages");
  private static final Pattern PANE = Pattern.compile("Panes of shard \\d+: \\d+ windows");
  private static final Pattern CONSUMER = Pattern.compile("New consumer of partition");

  private final LogTail log;

  BatchLogReader(Path log) {
    this.log = new LogTail(log);
  }

  /** Adds the figures of the batches that have ended since the last call. */
  void addNewTo(ObjectNode result) throws IOException {
    String news = log.next();
    Histogram millis = new Histogram(3);
    Histogram late = new Histogram(3);
    long jobs = 0;
    long stages = 0;
    Matcher batch = BATCH.matcher(news);
    while (batch.find()) {
      millis.recordValue(Long.parseLong(batch.group(1)));
      late.recordValue(Long.parseLong(batch.group(2)));
      jobs += Long.parseLong(batch.group(3));
      stages += Long.parseLong(batch.group(4));
    }

    long batches = Math.max(1, millis.getTotalCount());
    result.put("batches", millis.getTotalCount());
    result.put("batch_ms_p50", millis.getValueAtPercentile(50));
    result.put("batch_ms_max", millis.getMaxValue());
    result.put("late_ms_max", late.getMaxValue());
    result.put("jobs_per_batch", BacklogTrial.round((double) jobs / batches));
    result.put("stages_per_batch", BacklogTrial.round((double) stages / batches));
    result.put("panes", PANE.matcher(news).results().count());
    result.put("new_consumers", CONSUMER.matcher(news).results().count());
  }
}
