// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.text;

import java.util.Locale;
import java.util.ResourceBundle;
import java.util.ResourceBundle.Control;
import org.jspecify.annotations.Nullable;

/**
 * Texts for people in Korean or English. They are in the file {@code texts.properties} of a package
 * and in {@code texts_ko.properties}. Numbers have the same form in both.
 */
public final class Texts {
  private static final Control ENGLISH_BY_DEFAULT =
      Control.getNoFallbackControl(Control.FORMAT_PROPERTIES);

  private final Class<?> neighbour;

  /** Null for the machine's locale. */
  private final @Nullable Locale locale;

  private Texts(Class<?> neighbour, @Nullable Locale locale) {
    this.neighbour = neighbour;
    this.locale = locale;
  }

  /** Returns the texts in the package of a class, Korean if the machine's locale is Korean. */
  public static Texts of(Class<?> neighbour) {
    return new Texts(neighbour, null);
  }

  /** Returns the texts in the package of a class, in the language of a locale. */
  public static Texts of(Class<?> neighbour, Locale locale) {
    return new Texts(neighbour, locale);
  }

  /**
   * Returns a text.
   *
   * @param values of its {@linkplain java.util.Formatter format}
   * @throws java.util.MissingResourceException if the texts have no such key
   */
  public String get(String key, @Nullable Object... values) {
    String format =
        ResourceBundle.getBundle(
                neighbour.getPackageName() + ".texts",
                locale == null ? Locale.getDefault() : locale,
                neighbour.getClassLoader(),
                ENGLISH_BY_DEFAULT)
            .getString(key);
    return Message.of(format, values);
  }
}
