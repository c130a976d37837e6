package io.pfss.demo.observe;

import io.pfss.models.text.Message;
import java.time.Duration;
import org.jline.utils.AttributedString;

/** How the view and the summary put things into words: the same way. */
final class Wording {
  private Wording() {}

  /** As {@code 12,345}. */
  static String count(long value) {
    return Message.of("%,d", value);
  }

  /** As {@code 3 files}. */
  static String files(ParquetCount count) {
    return count.files() == 1 ? "1 file" : count(count.files()) + " files";
  }

  /** The text with spaces after it, to at least this many cells of a terminal. */
  static String padRight(String text, int cells) {
    return text + " ".repeat(Math.max(0, cells - cells(text)));
  }

  /** The text with spaces before it, to at least this many cells of a terminal. */
  static String padLeft(String text, int cells) {
    return " ".repeat(Math.max(0, cells - cells(text))) + text;
  }

  /** The cells of a terminal that a text takes: Korean characters take two. */
  static int cells(String text) {
    return new AttributedString(text).columnLength();
  }

  /**
   * The text with each control character replaced: text that comes from a topic must not steer the
   * terminal.
   */
  static String printable(String text) {
    return text.replaceAll("\\p{Cc}", "?");
  }

  /** As {@code 1:02:03}; never negative. */
  static String clock(Duration time) {
    Duration shown = time.isNegative() ? Duration.ZERO : time;
    return Message.of(
        "%d:%02d:%02d", shown.toHours(), shown.toMinutesPart(), shown.toSecondsPart());
  }
}
