// SPDX-License-Identifier: Apache-2.0
package io.pfss.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Options for a range of event time. */
final class TimeRange {
  private static final String FORM =
      "such as 2026-03-01 or '2026-03-01 09:00' (local time), 2026-03-01T00:00Z (UTC),"
          + " 2026-03-01T09:00+09:00, or 24h (24 h ago)";

  private static final String AGE = "\\d+[dhms]";

  @Option(names = "--from", description = "First event time, " + FORM + ".")
  private Instant from = Instant.EPOCH;

  @Option(
      names = "--to",
      description = "End of the event times, exclusive. Default: two days from now.")
  private Instant to = Instant.now().plus(Duration.ofDays(2));

  Instant from() {
    return from;
  }

  Instant to() {
    return to;
  }

  /**
   * Parses a point in time; without an offset, it is local.
   *
   * @throws TypeConversionException if the text is in another form
   */
  static Instant time(String text) {
    if (text.matches(AGE)) {
      return Instant.now().minus(age(text));
    }

    String iso = text.replace(' ', 'T');
    try {
      if (iso.matches(".*T.*(Z|[+-]\\d\\d:\\d\\d)$")) {
        return OffsetDateTime.parse(iso).toInstant();
      }

      LocalDateTime local =
          iso.contains("T") ? LocalDateTime.parse(iso) : LocalDate.parse(iso).atStartOfDay();
      return local.atZone(ZoneId.systemDefault()).toInstant();
    } catch (DateTimeParseException e) {
      throw new TypeConversionException(Pfss.text("time", text));
    }
  }

  /**
   * Parses a duration such as 365d, 24h, 10m or 30s.
   *
   * @throws TypeConversionException if the text is in another form
   */
  static Duration age(String text) {
    if (!text.matches(AGE)) {
      throw new TypeConversionException(Pfss.text("duration", text));
    }

    try {
      return Duration.parse((text.endsWith("d") ? "P" : "PT") + text.toUpperCase(Locale.ROOT));
    } catch (DateTimeParseException | ArithmeticException e) {
      throw new TypeConversionException(Pfss.text("duration.long", text));
    }
  }
}
