// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.catalog;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The rows that one merge added to a window and shard. It is stored in the summary of the commit's
 * snapshot, so that it exists if and only if the rows do; the database's table of windows is a
 * copy. A snapshot may have several windows: the keys of the second and later ones have a number.
 *
 * @param windowStartMillis start of the window, in ms since the epoch
 * @param windowEndMillis end of the window, exclusive, in ms since the epoch
 * @param shard number of the shard
 * @param pane 0 at the window's close, then one more for each commit of late readings
 * @param rows number of readings that were added
 * @param duplicates number of readings that were dropped as duplicates
 * @param minEventMillis earliest event time, in ms since the epoch
 * @param maxEventMillis latest event time, in ms since the epoch
 * @param offsets offsets of the readings, one span per partition
 * @param file file with the rows; the first one if the table's partitions divide the window
 * @param fileBytes total size of its files
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
  private static final String DUPLICATES = "pfss.repeats";
  private static final String MIN_EVENT_TIME = "pfss.min-event-time";
  private static final String MAX_EVENT_TIME = "pfss.max-event-time";
  private static final String OFFSETS = "pfss.offsets";
  private static final String FILE = "pfss.file";
  private static final String FILE_BYTES = "pfss.file-bytes";

  public WindowCommit {
    offsets = List.copyOf(offsets);
  }

  /** Returns the number of readings that came after their window's close. */
  public long lateRows() {
    return pane == 0 ? 0 : rows;
  }

  /** Whether a reading may be in both commits, by event time and offset. */
  public boolean mayOverlap(WindowCommit other) {
    return minEventMillis <= other.maxEventMillis
        && other.minEventMillis <= maxEventMillis
        && offsets.stream().anyMatch(span -> other.offsets.stream().anyMatch(span::overlaps));
  }

  /** Returns commits as properties of a snapshot's summary. */
  public static Map<String, String> toSummary(List<WindowCommit> commits) {
    Map<String, String> summary = new TreeMap<>();
    for (int i = 0; i < commits.size(); i++) {
      commits.get(i).addTo(summary, suffix(i));
    }

    return summary;
  }

  /** The reverse of {@link #toSummary}; returns no commits if the snapshot has no windows. */
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
    summary.put(DUPLICATES + suffix, Long.toString(duplicates));
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
        Long.parseLong(summary.get(DUPLICATES + suffix)),
        Long.parseLong(summary.get(MIN_EVENT_TIME + suffix)),
        Long.parseLong(summary.get(MAX_EVENT_TIME + suffix)),
        Arrays.stream(text(summary, OFFSETS + suffix).split(",")).map(WindowCommit::span).toList(),
        text(summary, FILE + suffix),
        Long.parseLong(summary.get(FILE_BYTES + suffix)));
  }

  private static String text(Map<String, String> summary, String key) {
    return Objects.requireNonNull(summary.get(key), key);
  }

  /** The first window has the keys of a snapshot with a single window. */
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
