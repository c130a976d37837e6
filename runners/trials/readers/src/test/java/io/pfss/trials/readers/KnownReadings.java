// SPDX-License-Identifier: Apache-2.0
package io.pfss.trials.readers;

import io.pfss.models.reading.HeatReading;
import io.pfss.models.reading.Measure;
import io.pfss.models.soh.SohState;
import io.pfss.pipeline.element.ReceivedReading;
import io.pfss.pipeline.element.SourceOffset;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Readings with every kind of value that a column may have, and the rows that a reader has to find.
 */
final class KnownReadings {
  /** Midnight, in UTC, is in the middle of the readings. */
  static final Instant MIDNIGHT = Instant.parse("2026-11-25T00:00:00Z");

  private static final int COUNT = 3_000;
  private static final int SENSORS = 7;
  private static final long INTERVAL_MILLIS = 1_777;
  private static final double[] EXTREMES = {
    0, Double.MIN_VALUE, Double.MIN_NORMAL, Double.MAX_VALUE, -Double.MAX_VALUE, 0.1 + 0.2, 1e22
  };

  private final List<ReceivedReading> readings = new ArrayList<>();

  KnownReadings() {
    Random random = new Random(483);
    for (int number = 0; number < COUNT; number++) {
      long time = MIDNIGHT.toEpochMilli() + (number - COUNT / 2) * INTERVAL_MILLIS;
      add(number % SENSORS, time, random);
    }

    add(Long.MAX_VALUE, 0, random);
    add(Long.MIN_VALUE, Instant.parse("9999-12-31T23:59:59.998Z").toEpochMilli(), random);
  }

  private void add(long sensor, long timeMillis, Random random) {
    HeatReading.Builder reading = HeatReading.builder(sensor, timeMillis);
    for (Measure measure : Measure.ALL) {
      switch (random.nextInt(4)) {
        case 0 -> {}
        case 1 -> reading.set(measure, EXTREMES[random.nextInt(EXTREMES.length)]);
        default -> reading.set(measure, anyFinite(random));
      }
    }

    if (random.nextInt(3) == 0) {
      reading.extra("{\"비고\":\"점검 '필요' 🔥\",\"n\":" + readings.size() + "}");
    }

    int number = readings.size();
    readings.add(
        new ReceivedReading(
            reading.build(),
            new SourceOffset(number % 4, Integer.MAX_VALUE + (long) number),
            Math.max(timeMillis, MIDNIGHT.toEpochMilli()) + 20,
            random.nextInt(5) == 0
                ? Optional.of(SohState.values()[random.nextInt(3)])
                : Optional.empty()));
  }

  private static double anyFinite(Random random) {
    double value = Double.longBitsToDouble(random.nextLong());
    return Double.isFinite(value) ? value : 0;
  }

  List<ReceivedReading> all() {
    return Collections.unmodifiableList(readings);
  }

  /** Returns most of the readings. All of them, written afterwards, are repeats and late ones. */
  List<ReceivedReading> early() {
    return IntStream.range(0, readings.size())
        .filter(number -> number % 5 != 0)
        .mapToObj(readings::get)
        .toList();
  }

  /** Returns the row of each reading, in the order of {@link Sql#rows}. */
  List<List<@Nullable Object>> rows() {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (ReceivedReading received : readings) {
      HeatReading reading = received.reading();
      List<@Nullable Object> row = new ArrayList<>();
      row.add(reading.sensorId());
      row.add(reading.eventTimeMillis());
      Measure.ALL.forEach(measure -> row.add(reading.has(measure) ? reading.value(measure) : null));
      row.add((long) received.position().partition());
      row.add(received.position().offset());
      row.add(received.ingestTimeMillis());
      row.add(reading.extra().orElse(null));
      row.add(received.label().map(label -> (long) label.ordinal()).orElse(null));
      rows.add(row);
    }

    return rows;
  }
}
