package io.pfss.runners.benchmarks;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.column.statistics.LongStatistics;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.util.HadoopInputFile;

/** When each minute of event time was whole in final Parquet files, seen from outside. */
final class FileAges {
  private static final long WINDOW_MILLIS = Duration.ofMinutes(1).toMillis();

  private final Path warehouse;
  private final Set<Path> seen = new HashSet<>();

  /** By the start of a window, when its last file was seen first. */
  private final Map<Long, Long> whole = new HashMap<>();

  FileAges(Path warehouse) {
    this.warehouse = warehouse;
  }

  /** Looks for new files. */
  void look() throws IOException {
    for (Path file : files()) {
      if (seen.add(file)) {
        add(file, System.currentTimeMillis());
      }
    }
  }

  /** Adds the worst and the mean age of the windows that began after {@code fromMillis}. */
  void addTo(ObjectNode result, long fromMillis) {
    List<Long> ages =
        whole.entrySet().stream()
            .filter(window -> window.getKey() >= fromMillis)
            .map(window -> window.getValue() - window.getKey() - WINDOW_MILLIS)
            .filter(age -> age >= 0)
            .toList();
    result.put("windows", ages.size());
    result.put("file_age_ms_max", ages.stream().mapToLong(age -> age).max().orElse(-1));
    result.put("files", seen.size());
  }

  private void add(Path file, long nowMillis) throws IOException {
    try (ParquetFileReader reader =
        ParquetFileReader.open(
            HadoopInputFile.fromPath(
                new org.apache.hadoop.fs.Path(file.toUri()), new Configuration()))) {
      for (BlockMetaData block : reader.getFooter().getBlocks()) {
        block.getColumns().stream()
            .filter(column -> column.getPath().toDotString().equals("event_time"))
            .forEach(column -> add((LongStatistics) column.getStatistics(), nowMillis));
      }
    }
  }

  private void add(LongStatistics eventTimes, long nowMillis) {
    long last = eventTimes.getMax() / WINDOW_MILLIS * WINDOW_MILLIS;
    for (long start = eventTimes.getMin() / WINDOW_MILLIS * WINDOW_MILLIS;
        start <= last;
        start += WINDOW_MILLIS) {
      whole.put(start, nowMillis);
    }
  }

  private List<Path> files() throws IOException {
    return Folders.list(warehouse).stream().filter(FileAges::isFinal).toList();
  }

  private static boolean isFinal(Path file) {
    String path = file.toString();
    return path.endsWith(".parquet") && !path.contains("/_") && !path.contains("/.");
  }
}
