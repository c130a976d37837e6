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
import org.roaringbitmap.longlong.LongIterator;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * Finds the offsets that no commit has, between the first and the last of each partition that some
 * commit has. Dead letters are among them: they are in no warehouse.
 *
 * <p>The database's records tell most of it; files are only looked into where the spans of several
 * commits are interlaced and their counts say that something is missing.
 */
public final class OffsetGaps {
  private OffsetGaps() {}

  /** The gaps, by partition and offset. The catalog's windows must be complete. */
  public static List<OffsetGap> find(WarehouseCatalog catalog) throws IOException {
    Table readings = catalog.readings();
    Map<Integer, List<OffsetSpan>> spans =
        catalog.database().windows().between(Long.MIN_VALUE, Long.MAX_VALUE).stream()
            .map(WindowRecord::commit)
            .flatMap(commit -> commit.offsets().stream())
            .filter(span -> span.partition() < HistoryPosition.FIRST_PARTITION)
            .collect(
                Collectors.groupingBy(OffsetSpan::partition, TreeMap::new, Collectors.toList()));
    List<OffsetGap> gaps = new ArrayList<>();
    for (List<OffsetSpan> partition : spans.values()) {
      gapsOf(readings, partition, gaps);
    }

    return gaps;
  }

  private static void gapsOf(Table readings, List<OffsetSpan> spans, List<OffsetGap> gaps)
      throws IOException {
    spans.sort(Comparator.comparingLong(OffsetSpan::first));
    OffsetSpan together = spans.get(0);
    for (OffsetSpan span : spans.subList(1, spans.size())) {
      if (span.first() <= together.last() + 1) {
        together =
            new OffsetSpan(
                span.partition(),
                together.first(),
                Math.max(together.last(), span.last()),
                together.count() + span.count());
      } else {
        gapsWithin(readings, together, gaps);
        gaps.add(gap(span.partition(), together.last() + 1, span.first() - 1));
        together = span;
      }
    }

    gapsWithin(readings, together, gaps);
  }

  private static void gapsWithin(Table readings, OffsetSpan span, List<OffsetGap> gaps)
      throws IOException {
    if (span.isComplete()) {
      return;
    }

    Roaring64Bitmap there = offsets(readings, span);
    if (there.getLongCardinality() < span.count()) {
      long missing = span.last() - span.first() + 1 - span.count();
      gaps.add(new OffsetGap(span.partition(), span.first(), span.last(), missing));
      return;
    }

    long next = span.first();
    for (LongIterator offsets = there.getLongIterator(); offsets.hasNext(); ) {
      long offset = offsets.next();
      if (offset > next) {
        gaps.add(gap(span.partition(), next, offset - 1));
      }

      next = offset + 1;
    }
  }

  private static Roaring64Bitmap offsets(Table readings, OffsetSpan span) throws IOException {
    Roaring64Bitmap there = new Roaring64Bitmap();
    try (CloseableIterable<FileScanTask> files =
        readings.newScan().filter(WarehouseScan.offsets(span)).planFiles()) {
      for (FileScanTask file : files) {
        PositionReader.read(
            ScanFiles.open(file),
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

  private static OffsetGap gap(int partition, long first, long last) {
    return new OffsetGap(partition, first, last, last - first + 1);
  }
}
