package io.pfss.runners.faults;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pfss.runners.stack.LogTail;
import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.HdrHistogram.Histogram;

/** What the driver has logged of its micro-batches since the last look. */
final class BatchTimes {
  private static final Pattern BATCH = Pattern.compile("Batch \\S+: (\\d+) ms, (\\d+) ms late");

  private final LogTail log;

  BatchTimes(Path log) {
    this.log = new LogTail(log);
  }

  /** Adds how many batches have ended since the last call, and how long they took, in ms. */
  void addTo(ObjectNode sample) throws IOException {
    Histogram millis = new Histogram(3);
    Matcher batch = BATCH.matcher(log.next());
    while (batch.find()) {
      millis.recordValue(Long.parseLong(batch.group(1)));
    }

    sample.put("batches", millis.getTotalCount());
    if (millis.getTotalCount() > 0) {
      sample.put("batch_ms_p50", millis.getValueAtPercentile(50));
      sample.put("batch_ms_p99", millis.getValueAtPercentile(99));
    }
  }
}
