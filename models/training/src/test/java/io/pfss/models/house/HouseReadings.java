// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.house;

import io.pfss.models.reading.HeatReading;
import io.pfss.models.steel.SteelReadings;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads minutes of a house's meter (gjwo/nilm_gjw_data, Apache-2.0, resampled to minutes): CSV
 * lines of the minute since the epoch, mean active power in W and mean reactive power in var.
 */
public final class HouseReadings {
  private static final long SENSOR = 1;

  private HouseReadings() {}

  /** Writes a file of readings as in topic heat, for {@code pfss train --folder}. */
  public static void main(String[] args) throws IOException {
    List<HeatReading> readings = new ArrayList<>();
    try (BufferedReader reader = Files.newBufferedReader(Path.of(args[0]))) {
      reader.readLine();
      String line;
      while ((line = reader.readLine()) != null) {
        String[] fields = line.split(",");
        readings.add(
            SteelReadings.reading(
                SENSOR,
                Duration.ofMinutes(Long.parseLong(fields[0])).toMillis(),
                Double.parseDouble(fields[1]),
                Double.parseDouble(fields[2])));
      }
    }

    SteelReadings.write(Path.of(args[1]), readings);
  }
}
