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
 * The offsets that no commit has, between the first and the last of each partition that some commit
 * has. Why, they do not tell: dead letters are among them, which are in no warehouse.
 *
 * <p>The database's records tell most of it; files are only looked into where the spans of several
 * commits are interlaced and their counts say that something is missing.
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
   * Those of all commits by now.
   *
   * @param beginnings the first offsets that Kafka still has, by partition. Before them only the
   *     number of missing offsets counts, and no file is read to learn which they are
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
    // The table as it is after its records were read: it has what they tell of.
    OffsetGaps found = new OffsetGaps(catalog.readings(), beginnings);
    for (List<OffsetSpan> partition : spans.values()) {
      found.add(partition);
    }

    return found;
  }

  /** The gaps of all commits by now. */
  public static List<OffsetGap> find(WarehouseCatalog catalog) throws IOException {
    return of(catalog, Map.of()).gaps();
  }

  /** The gaps, by partition and offset. */
  public List<OffsetGap> gaps() {
    return List.copyOf(gaps);
  }

  /** From the first to the last offset that is in a commit, by partition. */
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
    Roaring64Bitmap there = new Roaring64Bitmap();
    try (CloseableIterable<FileScanTask> files =
        readings.newScan().filter(WarehouseScan.offsets(span)).planFiles()) {
      for (FileScanTask file : files) {
        OffsetReader.read(
            file,
            span.first(),
            span.last(),
            position -> {
              if (position.partition() == span.partition()) {
                there.addLong(position.offset());
              }
            });
      }
    }

    return there;
  }

  private static OffsetSpan joined(OffsetSpan one, OffsetSpan next) {
    return new OffsetSpan(
        one.partition(),
        one.first(),
        Math.max(one.last(), next.last()),
        one.count() + next.count());
  }
}
