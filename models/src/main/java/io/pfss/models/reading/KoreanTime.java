// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.reading;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.Locale;

/** Parses times of AI Hub 239: {@code 2022-05-01 00:00:00}, in Korean time. */
public final class KoreanTime {
  private static final ZoneId ZONE = ZoneId.of("Asia/Seoul");
  private static final DateTimeFormatter FORM =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT);

  private static final int MAX_CHARACTERS = 40;

  private KoreanTime() {}

  /**
   * Returns a time in ms since the epoch.
   *
   * @throws InvalidReadingException if the text is not such a time, or is outside 1970 to 9999
   */
  public static long millis(String text) throws InvalidReadingException {
    long millis;
    try {
      millis = LocalDateTime.parse(text, FORM).atZone(ZONE).toInstant().toEpochMilli();
    } catch (DateTimeParseException e) {
      throw new InvalidReadingException(
          ErrorCode.SCHEMA,
          "the time is not written as 2022-05-01 00:00:00: " + SafeText.of(text, MAX_CHARACTERS),
          e);
    }

    if (millis < 0 || millis > HeatJson.MAX_EVENT_TIME_MILLIS) {
      throw new InvalidReadingException(
          ErrorCode.OUT_OF_RANGE, "the time is not between the years 1970 and 9999: " + text);
    }

    return millis;
  }
}
