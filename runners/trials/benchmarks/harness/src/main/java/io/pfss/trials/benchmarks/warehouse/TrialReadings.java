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

/** Readings of virtual sensors, one of each every 5 s, as they would come by a topic. */
final class TrialReadings {
  static final long PERIOD_MILLIS = 5_000;

  private static final int PARTITIONS = 4;
  private static final long SEED = 1;
  private static final long ON_THE_WAY_MILLIS = 40;

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

  /** How many were made. */
  long count() {
    return count;
  }

  /** What they take as JSON objects of topic {@code heat}. */
  long jsonBytes() {
    return jsonBytes;
  }

  /**
   * Writes periods that follow one another, of one reading of each sensor.
   *
   * @param atOnce how many of them one pipeline writes
   */
  void fill(DirectWarehouse warehouse, Instant start, int periods, int atOnce) {
    for (int done = 0; done < periods; done += atOnce) {
      warehouse.write(
          periods(start.toEpochMilli() + done * PERIOD_MILLIS, Math.min(atOnce, periods - done)));
    }
  }

  /** Readings of periods that follow one another, by time; time goes forward only. */
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
        reading.eventTimeMillis() + ON_THE_WAY_MILLIS);
  }
}
