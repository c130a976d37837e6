// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.steel;

import io.pfss.models.reading.HeatJson;
import io.pfss.models.reading.HeatReading;
import io.pfss.models.reading.Measure;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Reads the "Steel Industry Energy Consumption" data (UCI 851, see LICENSE.txt beside the excerpt):
 * one meter, a line a quarter of an hour.
 */
public final class SteelReadings {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("d/M/uuuu H:mm", Locale.ROOT);
  private static final ZoneId ZONE = ZoneId.of("Asia/Seoul");

  private static final Duration QUARTER = Duration.ofMinutes(15);

  /** Energy in kWh over a quarter of an hour, as power in W. */
  private static final double WATTS_PER_QUARTER = 4_000;

  private static final int PHASES = 3;
  private static final long SENSOR = 851;

  private SteelReadings() {}

  /** Writes a file of readings as in topic heat, for {@code pfss train --folder}. */
  public static void main(String[] args) throws IOException {
    write(Path.of(args[1]), read(Path.of(args[0])));
  }

  /** Writes readings of one meter as a file of topic heat. */
  public static void write(Path folder, List<HeatReading> readings) throws IOException {
    List<String> lines = new ArrayList<>();
    for (HeatReading reading : readings) {
      lines.add(new String(HeatJson.write(reading), StandardCharsets.UTF_8));
    }

    long sensor = readings.get(0).sensorId();
    Files.write(Files.createDirectories(folder).resolve("meter_" + sensor + ".jsonl"), lines);
  }

  /** A reading of a meter that knows no phases: each is said to carry a third. */
  public static HeatReading reading(long sensor, long timeMillis, double active, double reactive) {
    return HeatReading.builder(sensor, timeMillis)
        .set(Measure.ACTIVE_POWER_AVG, active)
        .set(Measure.REACTIVE_POWER_AVG, reactive)
        .set(Measure.R_ACTIVE_POWER, active / PHASES)
        .set(Measure.R_REACTIVE_POWER, reactive / PHASES)
        .set(Measure.S_ACTIVE_POWER, active / PHASES)
        .set(Measure.S_REACTIVE_POWER, reactive / PHASES)
        .set(Measure.T_ACTIVE_POWER, active / PHASES)
        .set(Measure.T_REACTIVE_POWER, reactive / PHASES)
        .build();
  }

  /** The readings of a file, in its order. */
  static List<HeatReading> read(Path csv) throws IOException {
    List<HeatReading> readings = new ArrayList<>();
    try (BufferedReader reader = Files.newBufferedReader(csv)) {
      reader.readLine();
      String line;
      while ((line = reader.readLine()) != null) {
        String[] fields = line.split(",");
        long time = time(fields[0]);
        double active = Double.parseDouble(fields[1]) * WATTS_PER_QUARTER;
        double reactive = Double.parseDouble(fields[2]) * WATTS_PER_QUARTER;
        readings.add(reading(SENSOR, time, active, reactive));
      }
    }

    return readings;
  }

  /** A line says when its quarter ends; the reading is of its beginning. */
  private static long time(String text) {
    LocalDateTime time = LocalDateTime.parse(text, TIME);
    // Midnight is the last line of its day, so it is the day's end.
    LocalDateTime end = time.toLocalTime().equals(LocalTime.MIDNIGHT) ? time.plusDays(1) : time;
    return end.minus(QUARTER).atZone(ZONE).toInstant().toEpochMilli();
  }
}
