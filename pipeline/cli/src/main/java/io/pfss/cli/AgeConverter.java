package io.pfss.cli;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A length of time as people write it: 365d, 24h, 10m, 30s. */
public final class AgeConverter implements ITypeConverter<Duration> {
  @Override
  public Duration convert(String text) {
    try {
      if (isAge(text)) {
        return parse(text);
      }
    } catch (DateTimeParseException | ArithmeticException e) {
      throw new TypeConversionException("'" + text + "' is too long a time");
    }

    throw new TypeConversionException(
        "'" + text + "' is no length of time: write it as 365d, 24h, 10m or 30s");
  }

  /** Whether it is written as a length of time. */
  static boolean isAge(String text) {
    return text.matches("\\d+[dhms]");
  }

  /**
   * What it says that {@linkplain #isAge is one}.
   *
   * @throws DateTimeParseException if it is too long
   */
  static Duration parse(String text) {
    String iso = text.endsWith("d") ? "P" + text : "PT" + text;
    return Duration.parse(iso.toUpperCase(Locale.ROOT));
  }
}
