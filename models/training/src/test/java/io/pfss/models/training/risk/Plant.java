// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.training.risk;

import io.pfss.models.reading.HeatReading;
import io.pfss.models.reading.Measure;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.SplittableRandom;

/**
 * A plant whose power factor falls for half an hour on workdays, at an hour that it usually keeps,
 * and sometimes at another time.
 */
final class Plant {
  static final ZoneId ZONE = ZoneId.of("Asia/Seoul");

  /** A Monday, 00:00 in Seoul. */
  static final long FROM = Instant.parse("2026-01-04T15:00:00Z").getEpochSecond() / 60;

  private static final int DAY = 1440;

  private Plant() {}

  static RiskRows rows(int facilities, int days) {
    RiskRows rows = new RiskRows(0.6, ZONE);
    for (int facility = 1; facility <= facilities; facility++) {
      SplittableRandom random = new SplittableRandom(facility);
      int usual = 400 + 97 * facility;
      int fall = usual;
      for (int minute = 0; minute < days * DAY; minute += 5) {
        if (minute % DAY == 0) {
          fall = random.nextInt(5) == 0 ? random.nextInt(200, 1200) : usual;
        }

        boolean workday = minute / DAY % 7 < 5;
        boolean poor = workday && minute % DAY >= fall && minute % DAY < fall + 30;
        double powerFactor = (poor ? 0.5 : 0.9) + random.nextDouble(-0.05, 0.05);
        rows.add(reading(facility, FROM + minute, powerFactor));
      }
    }

    return rows;
  }

  static HeatReading reading(long facility, long minute, double powerFactor) {
    return HeatReading.builder(facility, Duration.ofMinutes(minute).toMillis())
        .set(Measure.ACTIVE_POWER_AVG, 10_000 * powerFactor)
        .set(Measure.REACTIVE_POWER_AVG, 10_000 * Math.sqrt(1 - powerFactor * powerFactor))
        .build();
  }
}
