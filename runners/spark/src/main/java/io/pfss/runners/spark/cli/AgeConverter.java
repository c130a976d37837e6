package io.pfss.runners.spark.cli;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A length of time as people write it: 365d, 24h, 10m, 30s. */
final class AgeConverter implements ITypeConverter<Duration> {
  @Override
  public Duration convert(String text) {
    try {
      if (text.matches("\\d+[dhms]")) {
        String iso = text.endsWith("d") ? "P" + text : "PT" + text;
        return Duration.parse(iso.toUpperCase(Locale.ROOT));
      }
    } catch (DateTimeParseException | ArithmeticException e) {
      throw new TypeConversionException("'" + text + "' is too long a time");
    }

    throw new TypeConversionException(
        "'" + text + "' is no length of time: write it as 365d, 24h, 10m or 30s");
  }
}
