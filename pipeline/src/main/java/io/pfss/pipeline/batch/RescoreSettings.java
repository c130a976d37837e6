// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.batch;

import io.pfss.pipeline.catalog.CatalogSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * The settings of a rescoring.
 *
 * @param catalog the catalog of the warehouse
 * @param from start of the event times: a whole hour, because scores are replaced by the hour
 * @param to end of the event times, exclusive: a whole hour
 * @param model the folder of the model version to score with
 * @param against the folder of the model version to compare with
 * @param report the folder of the report
 */
public record RescoreSettings(
    CatalogSettings catalog,
    Instant from,
    Instant to,
    String model,
    String against,
    String report) {
  private static final long HOUR_SECONDS = Duration.ofHours(1).toSeconds();

  /**
   * Checks the times.
   *
   * @throws IllegalArgumentException if a time is not a whole hour, or {@code from} is not before
   *     {@code to}
   */
  public RescoreSettings {
    Objects.requireNonNull(catalog, "catalog");
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(against, "against");
    Objects.requireNonNull(report, "report");
    checkHour("from", from);
    checkHour("to", to);
    if (!from.isBefore(to)) {
      throw new IllegalArgumentException("--from=" + from + " is not before --to=" + to);
    }
  }

  private static void checkHour(String option, Instant time) {
    if (time.getEpochSecond() % HOUR_SECONDS != 0 || time.getNano() != 0) {
      throw new IllegalArgumentException(
          "--"
              + option
              + "="
              + time
              + " is not a whole hour (UTC): scores are replaced by the hour");
    }
  }
}
