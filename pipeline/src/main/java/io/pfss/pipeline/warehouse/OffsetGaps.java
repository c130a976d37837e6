// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.warehouse;

import io.pfss.pipeline.catalog.OffsetSpan;
import io.pfss.pipeline.catalog.WarehouseCatalog;
import io.pfss.pipeline.catalog.WindowRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.CloseableIterable;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * The offsets that are in no commit, between the first and the last committed offset of each
 * partition. Does not determine the reason; for example, dead letters are in no warehouse.
 *
 * <p>Most gaps follow from the records in the database. Files are read only if the spans of several
 * commits overlap and their counts show that offsets are missing.
 */
public final class OffsetGaps {
  private final Table readings;
  private final Map<Integer, Long> beginnings;
  private final Map<Integer, OffsetSpan> committed = new TreeMap<>();
  private final List<OffsetGap> gaps = new ArrayList<>();

  private OffsetGaps(Table readings, Map<Integer, Long> beginnings) {
    this.readings = readings;
    this.beginnings = beginnings;
  }

  /**
   * Finds the gaps of all commits up to now.
   *
   * @param beginnings the first offset that Kafka still has, by partition. For lower offsets, only
   *     counts how many are missing, and reads no file
   */
  public static OffsetGaps of(WarehouseCatalog catalog, Map<Integer, Long> beginnings)
      throws IOException {
    catalog.database().windows().catchUp(catalog.readings());
    Map<Integer, List<OffsetSpan>> spans =
        catalog.database().windows().between(Long.MIN_VALUE, Long.MAX_VALUE).stream()
            .map(WindowRecord::commit)
            .flatMap(commit -> commit.offsets().stream())
            .filter(span -> span.partition() < HistoryOffset.FIRST_PARTITION)
            .collect(
                Collectors.groupingBy(OffsetSpan::partition, TreeMap::new, Collectors.toList()));
    // Loaded after its records were read, so the table has all rows that they describe.
    OffsetGaps found = new OffsetGaps(catalog.readings(), beginnings);
    for (List<OffsetSpan> partition : spans.values()) {
      found.add(partition);
    }

    return found;
  }

  /** Finds the gaps of all commits up to now. */
  public static List<OffsetGap> find(WarehouseCatalog catalog) throws IOException {
    return of(catalog, Map.of()).gaps();
  }

  /** Returns the gaps, ordered by partition and offset. */
  public List<OffsetGap> gaps() {
    return List.copyOf(gaps);
  }

  /** Returns the span from the first to the last committed offset, by partition. */
  public Map<Integer, OffsetSpan> committed() {
    return Map.copyOf(committed);
  }

  private void add(List<OffsetSpan> spans) throws IOException {
    spans.sort(Comparator.comparingLong(OffsetSpan::first));
    OffsetSpan together = spans.get(0);
    for (OffsetSpan span : spans.subList(1, spans.size())) {
      if (span.first() <= together.last() + 1) {
        together = joined(together, span);
      } else {
        addWithin(together);
        Roaring64Bitmap between = new Roaring64Bitmap();
        between.addRange(together.last() + 1, span.first());
        add(span.partition(), between, between.getLongCardinality());
        together = span;
      }
    }

    addWithin(together);
  }

  private void addWithin(OffsetSpan span) throws IOException {
    committed.merge(span.partition(), span, OffsetGaps::joined);
    if (span.isComplete()) {
      return;
    }

    Roaring64Bitmap absent = new Roaring64Bitmap();
    absent.addRange(span.first(), span.last() + 1);
    if (span.last() >= beginnings.getOrDefault(span.partition(), Long.MIN_VALUE)) {
      absent.andNot(offsets(span));
    }

    // Fewer rows than were committed: retention has deleted some.
    long missing =
        Math.min(absent.getLongCardinality(), span.last() - span.first() + 1 - span.count());
    if (missing > 0) {
      add(span.partition(), absent, missing);
    }
  }

  private void add(int partition, Roaring64Bitmap offsets, long missing) {
    gaps.add(new OffsetGap(partition, GapKind.UNEXPLAINED, offsets, missing));
  }

  private Roaring64Bitmap offsets(OffsetSpan span) throws IOException {
    Roaring64Bitmap present = new Roaring64Bitmap();
    try (CloseableIterable<FileScanTask> files =
        readings.newScan().filter(WarehouseScan.offsets(span)).planFiles()) {
      for (FileScanTask file : files) {
        OffsetReader.read(
            file,
            span.first(),
            span.last(),
            position -> {
              if (position.partition() == span.partition()) {
                present.addLong(position.offset());
              }
            });
      }
    }

    return present;
  }

  private static OffsetSpan joined(OffsetSpan one, OffsetSpan next) {
    return new OffsetSpan(
        one.partition(),
        one.first(),
        Math.max(one.last(), next.last()),
        one.count() + next.count());
  }
}
