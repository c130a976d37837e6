// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.training.risk;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Groups of rows that are resampled together (block bootstrap: Künsch, "The jackknife and the
 * bootstrap for general stationary observations", 1989): facilities where there are at least five,
 * otherwise days of each, since the rows of a day are too similar to count as many.
 */
final class Blocks {
  private static final int SAMPLES = 300;
  private static final int FEWEST_FACILITIES = 5;
  private static final long SEED = 1000;
  private static final int DAY_MINUTES = 1440;

  private final int[] blockOfRow;

  /** Of each sample, how often each block is in it. */
  private final List<int[]> samples = new ArrayList<>();

  private final int count;

  Blocks(List<RiskRow> rows) {
    long facilities = rows.stream().mapToLong(RiskRow::facility).distinct().count();
    Map<List<Long>, Integer> numbers = new HashMap<>();
    blockOfRow = new int[rows.size()];
    for (int i = 0; i < blockOfRow.length; i++) {
      RiskRow row = rows.get(i);
      long day = facilities < FEWEST_FACILITIES ? Math.floorDiv(row.minute(), DAY_MINUTES) : 0;
      blockOfRow[i] = numbers.computeIfAbsent(List.of(row.facility(), day), any -> numbers.size());
    }

    count = numbers.size();
    SplittableRandom random = new SplittableRandom(SEED);
    for (int sample = 0; sample < SAMPLES; sample++) {
      int[] times = new int[count];
      for (int i = 0; i < count; i++) {
        times[random.nextInt(count)]++;
      }

      samples.add(times);
    }
  }

  /** How many blocks there are. */
  int count() {
    return count;
  }

  /** The block of a row. */
  int of(int row) {
    return blockOfRow[row];
  }

  /** Of each sample, how often each block is in it. */
  List<int[]> samples() {
    return samples;
  }

  /** Each block once. */
  int[] all() {
    int[] once = new int[count];
    Arrays.fill(once, 1);
    return once;
  }
}
