package io.pfss.pipeline.catalog;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What one merge added to a window and shard. It stands in the summary of the commit's snapshot, so
 * that it is there if and only if the rows are; the database's table of windows follows from it. A
 * snapshot may be of several windows: the keys of the second and later ones have a number.
 *
 * @param windowStartMillis the window's first ms since the epoch
 * @param windowEndMillis the first ms after it
 * @param shard the shard's number
 * @param pane 0 at the window's close, then one more for each commit of what came late
 * @param rows how many readings were added
 * @param duplicates how many were left out, as they were there already
 * @param minEventMillis the earliest event time
 * @param maxEventMillis the latest
 * @param offsets where they are from, a span for each partition
 * @param file which they are in, the first if a window's readings fall into several partitions
 * @param fileBytes the size of all its files
 */
public record WindowCommit(
    long windowStartMillis,
    long windowEndMillis,
    int shard,
    int pane,
    long rows,
    long duplicates,
    long minEventMillis,
    long maxEventMillis,
    List<OffsetSpan> offsets,
    String file,
    long fileBytes) {
  private static final String WINDOW_START = "pfss.window-start";
  private static final String WINDOW_END = "pfss.window-end";
  private static final String SHARD = "pfss.shard";
  private static final String PANE = "pfss.pane";
  private static final String ROWS = "pfss.rows";
  private static final String REPEATS = "pfss.repeats";
  private static final String MIN_EVENT_TIME = "pfss.min-event-time";
  private static final String MAX_EVENT_TIME = "pfss.max-event-time";
  private static final String OFFSETS = "pfss.offsets";
  private static final String FILE = "pfss.file";
  private static final String FILE_BYTES = "pfss.file-bytes";

  public WindowCommit {
    offsets = List.copyOf(offsets);
  }

  /** Readings that came after their window's close. */
  public long lateRows() {
    return pane == 0 ? 0 : rows;
  }

  /** Whether a reading of this commit may be in the other too, by event time and offset. */
  public boolean mayRepeat(WindowCommit other) {
    return minEventMillis <= other.maxEventMillis
        && other.minEventMillis <= maxEventMillis
        && offsets.stream().anyMatch(span -> other.offsets.stream().anyMatch(span::overlaps));
  }

  /** As properties of a snapshot's summary. */
  public static Map<String, String> toSummary(List<WindowCommit> commits) {
    Map<String, String> summary = new TreeMap<>();
    for (int i = 0; i < commits.size(); i++) {
      commits.get(i).addTo(summary, suffix(i));
    }

    return summary;
  }

  /** The reverse of {@link #toSummary}; none if the snapshot is no commit of windows. */
  public static List<WindowCommit> of(Map<String, String> summary) {
    List<WindowCommit> commits = new ArrayList<>();
    while (summary.containsKey(WINDOW_START + suffix(commits.size()))) {
      commits.add(of(summary, suffix(commits.size())));
    }

    return commits;
  }

  private void addTo(Map<String, String> summary, String suffix) {
    summary.put(WINDOW_START + suffix, Long.toString(windowStartMillis));
    summary.put(WINDOW_END + suffix, Long.toString(windowEndMillis));
    summary.put(SHARD + suffix, Integer.toString(shard));
    summary.put(PANE + suffix, Integer.toString(pane));
    summary.put(ROWS + suffix, Long.toString(rows));
    summary.put(REPEATS + suffix, Long.toString(duplicates));
    summary.put(MIN_EVENT_TIME + suffix, Long.toString(minEventMillis));
    summary.put(MAX_EVENT_TIME + suffix, Long.toString(maxEventMillis));
    summary.put(
        OFFSETS + suffix,
        offsets.stream().map(WindowCommit::text).collect(Collectors.joining(",")));
    summary.put(FILE + suffix, file);
    summary.put(FILE_BYTES + suffix, Long.toString(fileBytes));
  }

  private static WindowCommit of(Map<String, String> summary, String suffix) {
    return new WindowCommit(
        Long.parseLong(summary.get(WINDOW_START + suffix)),
        Long.parseLong(summary.get(WINDOW_END + suffix)),
        Integer.parseInt(summary.get(SHARD + suffix)),
        Integer.parseInt(summary.get(PANE + suffix)),
        Long.parseLong(summary.get(ROWS + suffix)),
        Long.parseLong(summary.get(REPEATS + suffix)),
        Long.parseLong(summary.get(MIN_EVENT_TIME + suffix)),
        Long.parseLong(summary.get(MAX_EVENT_TIME + suffix)),
        Arrays.stream(text(summary, OFFSETS + suffix).split(",")).map(WindowCommit::span).toList(),
        text(summary, FILE + suffix),
        Long.parseLong(summary.get(FILE_BYTES + suffix)));
  }

  private static String text(Map<String, String> summary, String key) {
    return Objects.requireNonNull(summary.get(key), key);
  }

  /** The first has the keys that a snapshot of a single window has. */
  private static String suffix(int index) {
    return index == 0 ? "" : "." + index;
  }

  private static String text(OffsetSpan span) {
    return span.partition() + ":" + span.first() + ":" + span.last() + ":" + span.count();
  }

  private static OffsetSpan span(String text) {
    String[] parts = text.split(":");
    return new OffsetSpan(
        Integer.parseInt(parts[0]),
        Long.parseLong(parts[1]),
        Long.parseLong(parts[2]),
        Long.parseLong(parts[3]));
  }
}
