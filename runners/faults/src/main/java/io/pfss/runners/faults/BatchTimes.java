package io.pfss.runners.faults;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.HdrHistogram.Histogram;

/** What the driver has logged of its micro-batches since the last look. */
final class BatchTimes {
  private static final Pattern BATCH = Pattern.compile("Batch \\S+: (\\d+) ms, (\\d+) ms late");

  private final Path log;
  private long read;

  BatchTimes(Path log) {
    this.log = log;
  }

  /** Adds how many batches have ended since the last call, and how long they took, in ms. */
  void addTo(ObjectNode sample) throws IOException {
    Histogram millis = new Histogram(3);
    Matcher batch = BATCH.matcher(news());
    while (batch.find()) {
      millis.recordValue(Long.parseLong(batch.group(1)));
    }

    sample.put("batches", millis.getTotalCount());
    if (millis.getTotalCount() > 0) {
      sample.put("batch_ms_p50", millis.getValueAtPercentile(50));
      sample.put("batch_ms_p99", millis.getValueAtPercentile(99));
    }
  }

  private String news() throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
      if (file.length() < read) {
        // A new file has taken its place.
        read = 0;
      }

      byte[] bytes = new byte[Math.toIntExact(file.length() - read)];
      file.seek(read);
      file.readFully(bytes);
      String text = new String(bytes, StandardCharsets.UTF_8);
      // The last line may be half written yet.
      String whole = text.substring(0, text.lastIndexOf('\n') + 1);
      read += whole.getBytes(StandardCharsets.UTF_8).length;
      return whole;
    }
  }
}
