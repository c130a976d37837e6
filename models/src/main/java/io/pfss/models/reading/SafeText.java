// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.reading;

/** Makes untrusted text safe for a message: short, on one line, without control characters. */
public final class SafeText {
  private static final int REPLACEMENT = 0xFFFD;

  private SafeText() {}

  /**
   * Returns at most {@code characters} characters of a text, followed by an ellipsis if there are
   * more.
   */
  public static String of(String text, int characters) {
    StringBuilder excerpt = new StringBuilder();
    text.codePoints().limit(characters).map(SafeText::replaced).forEach(excerpt::appendCodePoint);
    return text.codePointCount(0, text.length()) > characters
        ? excerpt.append('…').toString()
        : excerpt.toString();
  }

  private static int replaced(int character) {
    if (Character.isWhitespace(character)) {
      return ' ';
    }

    int type = Character.getType(character);
    boolean unsafe =
        type == Character.CONTROL || type == Character.SURROGATE || type == Character.FORMAT;
    return unsafe ? REPLACEMENT : character;
  }
}
