package io.pfss.models.text;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Texts by a format: numbers are written the same whatever the language of the machine. */
public final class Message {
  private Message() {}

  /** The text that a {@linkplain java.util.Formatter format} and its values give. */
  public static String of(String format, @Nullable Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
