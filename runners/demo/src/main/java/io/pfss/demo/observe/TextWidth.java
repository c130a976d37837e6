package io.pfss.demo.observe;

/** How many terminal cells a text takes: Korean characters take two. */
final class TextWidth {
  /** First and last code point of each range that East Asian Width calls wide or full. */
  private static final int[][] WIDE = {
    {0x1100, 0x115F},
    {0x2E80, 0x303E},
    {0x3041, 0x33FF},
    {0x3400, 0x4DBF},
    {0x4E00, 0x9FFF},
    {0xA000, 0xA4CF},
    {0xA960, 0xA97F},
    {0xAC00, 0xD7A3},
    {0xF900, 0xFAFF},
    {0xFE30, 0xFE6F},
    {0xFF00, 0xFF60},
    {0xFFE0, 0xFFE6},
    {0x1F300, 0x1F64F},
    {0x1F900, 0x1F9FF},
    {0x20000, 0x3FFFD},
  };

  private TextWidth() {}

  /** The cells of a text. */
  static int of(String text) {
    return text.codePoints().map(TextWidth::of).sum();
  }

  /** The text with spaces after it, to at least this many cells. */
  static String padRight(String text, int cells) {
    return text + " ".repeat(Math.max(0, cells - of(text)));
  }

  /** The text with spaces before it, to at least this many cells. */
  static String padLeft(String text, int cells) {
    return " ".repeat(Math.max(0, cells - of(text))) + text;
  }

  /** As much of the text's begin as fits into this many cells: no half of a wide character. */
  static String take(String text, int cells) {
    int end = 0;
    int left = cells;
    while (end < text.length()) {
      int codePoint = text.codePointAt(end);
      left -= of(codePoint);
      if (left < 0) {
        return text.substring(0, end);
      }

      end += Character.charCount(codePoint);
    }

    return text;
  }

  /**
   * The text with each control character replaced: text that comes from a topic must not steer the
   * terminal.
   */
  static String printable(String text) {
    StringBuilder safe = new StringBuilder(text.length());
    text.codePoints()
        .map(codePoint -> Character.isISOControl(codePoint) ? '?' : codePoint)
        .forEach(safe::appendCodePoint);
    return safe.toString();
  }

  private static int of(int codePoint) {
    int type = Character.getType(codePoint);
    if (type == Character.NON_SPACING_MARK
        || type == Character.ENCLOSING_MARK
        || type == Character.FORMAT
        // The second and third parts of a syllable that is written in parts.
        || (codePoint >= 0x1160 && codePoint <= 0x11FF)) {
      return 0;
    }

    for (int[] range : WIDE) {
      if (codePoint >= range[0] && codePoint <= range[1]) {
        return 2;
      }
    }

    return 1;
  }
}
