// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.warehouse;

import io.pfss.pipeline.catalog.OffsetSpan;
import io.pfss.pipeline.element.ReceivedReading;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The offsets, event times and number of rows of a file, collected row by row. */
final class FileContent {
  private final Map<Integer, OffsetSpan> offsets = new TreeMap<>();
  private long minEventMillis = Long.MAX_VALUE;
  private long maxEventMillis = Long.MIN_VALUE;
  private long rows;
  private long duplicates;

  void add(ReceivedReading reading) {
    long eventMillis = reading.reading().eventTimeMillis();
    minEventMillis = Math.min(minEventMillis, eventMillis);
    maxEventMillis = Math.max(maxEventMillis, eventMillis);
    long offset = reading.position().offset();
    offsets.merge(
        reading.position().partition(),
        new OffsetSpan(reading.position().partition(), offset, offset, 1),
        (span, any) -> span.and(offset));
    rows++;
  }

  /** Counts a reading that is dropped because this file or another one has it. */
  void addDuplicate() {
    duplicates++;
  }

  long rows() {
    return rows;
  }

  long duplicates() {
    return duplicates;
  }

  long minEventMillis() {
    return minEventMillis;
  }

  long maxEventMillis() {
    return maxEventMillis;
  }

  List<OffsetSpan> offsets() {
    return List.copyOf(offsets.values());
  }
}
