package io.pfss.models.reading;

/**
 * What of a foreign text goes into a message: short, on one line, and nothing that a terminal
 * obeys.
 */
public final class SafeText {
  private static final int REPLACEMENT = 0xFFFD;

  private SafeText() {}

  /** At most so many characters of a text; an ellipsis says that there are more. */
  public static String of(String text, int characters) {
    StringBuilder excerpt = new StringBuilder();
    text.codePoints().limit(characters).map(SafeText::shown).forEach(excerpt::appendCodePoint);
    return text.codePointCount(0, text.length()) > characters
        ? excerpt.append('…').toString()
        : excerpt.toString();
  }

  private static int shown(int character) {
    if (Character.isWhitespace(character)) {
      return ' ';
    }

    int type = Character.getType(character);
    boolean unfit =
        type == Character.CONTROL || type == Character.SURROGATE || type == Character.FORMAT;
    return unfit ? REPLACEMENT : character;
  }
}
