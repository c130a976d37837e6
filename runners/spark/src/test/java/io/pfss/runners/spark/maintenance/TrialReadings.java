package io.pfss.runners.spark.maintenance;

import io.pfss.models.reading.HeatJson;
import io.pfss.models.reading.HeatReading;
import io.pfss.pipeline.element.ReceivedReading;
import io.pfss.pipeline.element.SourceOffset;
import io.pfss.simulator.generate.ReadingGenerator;
import io.pfss.simulator.generate.RegimeSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/** Readings of virtual sensors, one of each a window, as they would come by a topic. */
final class TrialReadings {
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

  /** Readings of windows that follow one another, by time; time goes forward only. */
  List<ReceivedReading> windows(long startMillis, int windows) {
    List<ReceivedReading> readings = new ArrayList<>();
    for (int window = 0; window < windows; window++) {
      long start = startMillis + window * DirectWarehouse.WINDOW_MILLIS;
      for (int i = 0; i < sensors.size(); i++) {
        long time = start + i * DirectWarehouse.WINDOW_MILLIS / sensors.size();
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
