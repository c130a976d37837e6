// SPDX-License-Identifier: Apache-2.0
package io.pfss.trials.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** The processor time of all programs of this machine, as Linux counts it. */
final class MachineCpu {
  private static final Path STAT = Path.of("/proc/stat");

  /** Linux gives times to programs in 1/100 s on every machine. */
  private static final double TICKS_PER_SECOND = 100;

  // Columns of its first line: user, nice, system, idle, iowait, irq, softirq.
  private static final int[] BUSY = {1, 2, 3, 6, 7};

  private MachineCpu() {}

  /** Returns the processor time since the machine's start, in s. */
  static double seconds() throws IOException {
    String[] ticks = Files.readAllLines(STAT).get(0).split("\\s+");
    return Arrays.stream(BUSY).mapToLong(column -> Long.parseLong(ticks[column])).sum()
        / TICKS_PER_SECOND;
  }
}
