package io.pfss.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** From when to when a command is about, in event time. */
final class TimeRange {
  private static final String FORM =
      "as 2026-03-01, 2026-03-01T09:00 (both UTC), 2026-03-01T18:00+09:00, or 24h for that long ago";

  @Option(
      names = "--from",
      converter = TimeConverter.class,
      description = "First event time, " + FORM + ".")
  private Instant from = Instant.EPOCH;

  @Option(
      names = "--to",
      converter = TimeConverter.class,
      description = "First event time that does not count. Default: now, and a day ahead of it.")
  private Instant to = Instant.now().plus(Duration.ofDays(2));

  Instant from() {
    return from;
  }

  Instant to() {
    return to;
  }

  static final class TimeConverter implements ITypeConverter<Instant> {
    @Override
    public Instant convert(String text) {
      try {
        if (AgeConverter.isAge(text)) {
          return Instant.now().minus(AgeConverter.parse(text));
        }

        if (text.length() == LocalDate.EPOCH.toString().length()) {
          return LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC);
        }

        return text.matches(".*(Z|[+-]\\d\\d:\\d\\d)$")
            ? OffsetDateTime.parse(text).toInstant()
            : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
      } catch (DateTimeParseException e) {
        throw new TypeConversionException("'" + text + "' is no time: write it " + FORM);
      }
    }
  }
}
