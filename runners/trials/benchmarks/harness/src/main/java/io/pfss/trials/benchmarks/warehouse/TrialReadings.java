// SPDX-License-Identifier: Apache-2.0
package io.pfss.trials.benchmarks.warehouse;

import io.pfss.models.reading.HeatJson;
import io.pfss.models.reading.HeatReading;
import io.pfss.pipeline.element.ReceivedReading;
import io.pfss.pipeline.element.SourceOffset;
import io.pfss.simulator.generate.ReadingGenerator;
import io.pfss.simulator.generate.RegimeSettings;
import io.pfss.trials.e2e.DirectWarehouse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/** Generates readings of virtual sensors, one of each every 5 s, with offsets as in a topic. */
final class TrialReadings {
  static final long PERIOD_MILLIS = 5_000;

  private static final int PARTITIONS = 4;
  private static final long SEED = 1;
  private static final long INGEST_DELAY_MILLIS = 40;

  private final List<ReadingGenerator> sensors;
  private final long[] offsets = new long[PARTITIONS];
  private long count;
  private long jsonBytes;

  TrialReadings(int sensors) {
    this.sensors =
        LongStream.rangeClosed(1, sensors)
            .mapToObj(sensor -> new ReadingGenerator(SEED, sensor, RegimeSettings.demo()))
            .toList();
  }

  /** Returns the number of generated readings. */
  long count() {
    return count;
  }

  /** Returns their total size as JSON of topic {@code heat}, in bytes. */
  long jsonBytes() {
    return jsonBytes;
  }

  /**
   * Writes consecutive periods, with one reading of each sensor in each.
   *
   * @param atOnce the number of periods that one pipeline writes
   */
  void fill(DirectWarehouse warehouse, Instant start, int periods, int atOnce) {
    for (int done = 0; done < periods; done += atOnce) {
      warehouse.write(
          periods(start.toEpochMilli() + done * PERIOD_MILLIS, Math.min(atOnce, periods - done)));
    }
  }

  /**
   * Returns the readings of consecutive periods, ordered by time; times must increase from call to
   * call.
   */
  List<ReceivedReading> periods(long startMillis, int periods) {
    List<ReceivedReading> readings = new ArrayList<>();
    for (int period = 0; period < periods; period++) {
      long start = startMillis + period * PERIOD_MILLIS;
      for (int i = 0; i < sensors.size(); i++) {
        long time = start + i * PERIOD_MILLIS / sensors.size();
        readings.add(receive(sensors.get(i).next(time)));
      }
    }

    return readings;
  }

  private ReceivedReading receive(HeatReading reading) {
    count++;
    jsonBytes += HeatJson.write(reading).length;
    int partition = (int) (reading.sensorId() % PARTITIONS);
    return new ReceivedReading(
        reading,
        new SourceOffset(partition, offsets[partition]++),
        reading.eventTimeMillis() + INGEST_DELAY_MILLIS);
  }
}
