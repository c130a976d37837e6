package io.pfss.pipeline.batch;

import io.pfss.pipeline.catalog.CatalogSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * What is scored again, and against what.
 *
 * @param catalog of the warehouse
 * @param from the first event time: a whole hour, since scores are replaced by the hour
 * @param to the first that does not count: a whole hour
 * @param model the folder of the model version that scores
 * @param against the folder of the one that it is compared with
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
   * @throws IllegalArgumentException if one is no whole hour, or none is between them
   */
  public RescoreSettings {
    Objects.requireNonNull(catalog, "catalog");
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(against, "against");
    Objects.requireNonNull(report, "report");
    checkHour("from", from);
    checkHour("to", to);
    if (!from.isBefore(to)) {
      throw new IllegalArgumentException("There is no time from " + from + " to " + to);
    }
  }

  private static void checkHour(String option, Instant time) {
    if (time.getEpochSecond() % HOUR_SECONDS != 0 || time.getNano() != 0) {
      throw new IllegalArgumentException(
          "--"
              + option
              + " is "
              + time
              + ", but scores are replaced by the hour: name a whole one (UTC)");
    }
  }
}
