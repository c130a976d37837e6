// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.text;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Formats texts independently of the machine's locale. */
public final class Message {
  private Message() {}

  /** Returns the text of a {@linkplain java.util.Formatter format} with values. */
  public static String of(String format, @Nullable Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
