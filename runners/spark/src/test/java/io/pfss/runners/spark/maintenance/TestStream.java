// SPDX-License-Identifier: Apache-2.0
package io.pfss.runners.spark.maintenance;

import io.pfss.models.reading.HeatReading;
import io.pfss.models.reading.Measure;
import io.pfss.pipeline.catalog.CatalogSettings;
import io.pfss.pipeline.element.ReceivedReading;
import io.pfss.pipeline.element.SourceOffset;
import io.pfss.trials.e2e.DirectWarehouse;
import java.util.ArrayList;
import java.util.List;
import org.joda.time.Duration;

/** Writes readings to a warehouse in windows of 5 s, as the main job does. */
final class TestStream {
  static final long WINDOW_MILLIS = 5_000;
  static final int SENSORS = 10;

  private final DirectWarehouse warehouse;
  private final List<ReceivedReading> written = new ArrayList<>();

  TestStream(CatalogSettings catalog, String root) {
    this.warehouse = new DirectWarehouse(catalog, root, Duration.millis(WINDOW_MILLIS));
  }

  /** Returns the written readings without duplicates. */
  List<ReceivedReading> written() {
    return List.copyOf(written);
  }

  /** Writes a new reading of each sensor to each of several consecutive windows. */
  void write(long startMillis, int windows) {
    List<ReceivedReading> readings = new ArrayList<>();
    for (int window = 0; window < windows; window++) {
      // Starts with the last sensor, so that the rows are not sorted.
      for (int sensor = SENSORS; sensor > 0; sensor--) {
        readings.add(reading(sensor, startMillis + window * WINDOW_MILLIS + sensor));
      }
    }

    warehouse.write(readings);
  }

  /** Writes readings again. */
  void repeat(List<ReceivedReading> readings) {
    warehouse.write(readings);
  }

  private ReceivedReading reading(int sensor, long timeMillis) {
    int offset = written.size();
    HeatReading.Builder reading = HeatReading.builder(sensor, timeMillis);
    Measure.ALL.forEach(measure -> reading.set(measure, offset + measure.ordinal() / 100.0));
    ReceivedReading received =
        new ReceivedReading(reading.build(), new SourceOffset(0, offset), timeMillis + 20);
    written.add(received);
    return received;
  }
}
