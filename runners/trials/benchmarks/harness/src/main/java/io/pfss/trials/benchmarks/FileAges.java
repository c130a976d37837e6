// SPDX-License-Identifier: Apache-2.0
package io.pfss.trials.benchmarks;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pfss.trials.e2e.ParquetContent;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.parquet.column.statistics.LongStatistics;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.util.HadoopInputFile;

/**
 * Measures when each window of event time was complete in final Parquet files, by listing the
 * folder.
 */
final class FileAges {
  private static final Configuration HADOOP = new Configuration();
  private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);

  private final Path warehouse;
  private final long windowMillis;
  private final Set<Path> seen = new HashSet<>();

  /**
   * The time when a window's last file was found, by the start of the window; both in ms since the
   * epoch.
   */
  private final Map<Long, Long> completeMillis = new HashMap<>();

  FileAges(Path warehouse, Duration window) {
    this.warehouse = warehouse;
    this.windowMillis = window.toMillis();
  }

  /** Lists the folder and reads the new files. */
  void update() throws IOException {
    for (FileStatus status : ParquetContent.files(warehouse.toString(), HADOOP)) {
      Path file = Path.of(status.getPath().toUri());
      if (!seen.contains(file) && isComplete(file)) {
        seen.add(file);
        add(file, System.currentTimeMillis());
      }
    }
  }

  /**
   * Adds the median and the maximum age of the windows that began at or after {@code fromMillis}.
   */
  void addTo(ObjectNode result, long fromMillis) {
    List<Long> ages =
        completeMillis.entrySet().stream()
            .filter(window -> window.getKey() >= fromMillis)
            .map(window -> window.getValue() - window.getKey() - windowMillis)
            .filter(age -> age >= 0)
            .sorted()
            .toList();
    result.put("windows", ages.size());
    if (!ages.isEmpty()) {
      result.put("file_age_ms_p50", ages.get(ages.size() / 2));
      result.put("file_age_ms_max", ages.get(ages.size() - 1));
    }

    result.put("files", seen.size());
  }

  private void add(Path file, long nowMillis) throws IOException {
    try (ParquetFileReader reader =
        ParquetFileReader.open(
            HadoopInputFile.fromPath(new org.apache.hadoop.fs.Path(file.toUri()), HADOOP))) {
      for (BlockMetaData block : reader.getFooter().getBlocks()) {
        block.getColumns().stream()
            .filter(column -> column.getPath().toDotString().equals("event_time"))
            .forEach(column -> add((LongStatistics) column.getStatistics(), nowMillis));
      }
    }
  }

  private void add(LongStatistics eventTimes, long nowMillis) {
    long last = eventTimes.getMax() / windowMillis * windowMillis;
    for (long start = eventTimes.getMin() / windowMillis * windowMillis;
        start <= last;
        start += windowMillis) {
      completeMillis.put(start, nowMillis);
    }
  }

  /**
   * Whether a file ends with Parquet's magic bytes: some contestants write files under their final
   * names.
   */
  private static boolean isComplete(Path file) throws IOException {
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "r")) {
      byte[] end = new byte[MAGIC.length];
      bytes.seek(Math.max(0, bytes.length() - MAGIC.length));
      return bytes.read(end) == MAGIC.length && Arrays.equals(end, MAGIC);
    }
  }
}
