// SPDX-License-Identifier: Apache-2.0
package io.pfss.runners.spark.faults;

import io.pfss.models.reading.HeatReading;
import io.pfss.models.reading.Measure;
import io.pfss.pipeline.element.ParsedBatch;
import io.pfss.pipeline.element.ReceivedReading;
import io.pfss.pipeline.element.SourceOffset;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Numbered readings: 40 per window of 5 s, of which some arrive one part late.
 *
 * @param windows number of windows
 * @param parts number of parts, which arrive one after the other
 */
record NumberedReadings(int windows, int parts) {
  static final int WINDOW_SECONDS = 5;
  private static final int PER_WINDOW = 40;

  private static final long START = Instant.parse("2026-03-01T09:50:00Z").toEpochMilli();
  private static final int PARTITIONS = 4;
  private static final int LATE_ONE_IN = 17;
  private static final int DUPLICATE_ONE_IN = 10;
  private static final int BATCH = 50;

  int count() {
    return windows * PER_WINDOW;
  }

  /**
   * Returns the batches of a consumer that continues at a part: the part, late readings, and some
   * duplicates of the previous part.
   *
   * @param seed of the order and the duplicates
   */
  List<ParsedBatch> part(int part, long seed) {
    Random random = new Random(seed);
    List<ReceivedReading> readings = new ArrayList<>();
    IntStream.range(0, count())
        .filter(number -> arrivalPart(number) == part || isDuplicate(number, part, random))
        .mapToObj(NumberedReadings::reading)
        .forEach(readings::add);
    List<ParsedBatch> batches = new ArrayList<>();
    for (int from = 0; from < readings.size(); from += BATCH) {
      List<ReceivedReading> batch = readings.subList(from, Math.min(from + BATCH, readings.size()));
      batches.add(ParsedBatch.of(batch));
    }

    Collections.shuffle(batches, random);
    return batches;
  }

  /** Returns each offset once. */
  List<SourceOffset> offsets() {
    return IntStream.range(0, count()).mapToObj(NumberedReadings::offset).toList();
  }

  private int arrivalPart(int number) {
    int part = number / (count() / parts);
    return number % LATE_ONE_IN == 0 ? Math.min(part + 1, parts - 1) : part;
  }

  private boolean isDuplicate(int number, int part, Random random) {
    return arrivalPart(number) == part - 1 && random.nextInt(DUPLICATE_ONE_IN) == 0;
  }

  private static ReceivedReading reading(int number) {
    long time =
        START
            + (long) (number / PER_WINDOW) * WINDOW_SECONDS * 1000
            + number % PER_WINDOW * (WINDOW_SECONDS * 1000L / PER_WINDOW);
    HeatReading reading =
        HeatReading.builder(number % 7, time).set(Measure.ACTIVE_POWER_AVG, number).build();
    return new ReceivedReading(reading, offset(number), time);
  }

  private static SourceOffset offset(int number) {
    return new SourceOffset(number % PARTITIONS, number / PARTITIONS);
  }
}
