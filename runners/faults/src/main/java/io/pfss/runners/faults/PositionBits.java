package io.pfss.runners.faults;

import io.pfss.pipeline.element.SourceOffset;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/** How often each position has been seen: a bit for each, and more only for one that is again. */
final class PositionBits {
  private final Map<Integer, BitSet> seen = new HashMap<>();
  private final Map<SourceOffset, Integer> again = new HashMap<>();
  private int distinct;

  /**
   * Counts a position.
   *
   * @throws ArithmeticException if its offset is 2³¹ or more
   */
  synchronized void add(SourceOffset position) {
    BitSet offsets = seen.computeIfAbsent(position.partition(), any -> new BitSet());
    int offset = Math.toIntExact(position.offset());
    if (offsets.get(offset)) {
      again.merge(position, 1, Integer::sum);
    } else {
      offsets.set(offset);
      distinct++;
    }
  }

  /** How many positions have been seen. */
  synchronized int distinct() {
    return distinct;
  }

  /** Whether a position has been seen. */
  synchronized boolean contains(SourceOffset position) {
    BitSet offsets = seen.get(position.partition());
    return offsets != null && offsets.get(Math.toIntExact(position.offset()));
  }

  /** How often each position has been seen after the first time; without those seen once. */
  synchronized Map<SourceOffset, Integer> again() {
    return Map.copyOf(again);
  }

  /** How often any position has been seen after the first time. */
  synchronized long repeats() {
    return again.values().stream().mapToLong(Integer::longValue).sum();
  }

  /** How many of these positions others lack. */
  long lackedBy(PositionBits others) {
    Map<Integer, BitSet> theirs = others.copy();
    long lacked = 0;
    for (Map.Entry<Integer, BitSet> each : copy().entrySet()) {
      BitSet missing = each.getValue();
      missing.andNot(theirs.getOrDefault(each.getKey(), new BitSet()));
      lacked += missing.cardinality();
    }

    return lacked;
  }

  private synchronized Map<Integer, BitSet> copy() {
    Map<Integer, BitSet> copy = new HashMap<>();
    seen.forEach((partition, offsets) -> copy.put(partition, (BitSet) offsets.clone()));
    return copy;
  }
}
