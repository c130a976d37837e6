// SPDX-License-Identifier: Apache-2.0
package io.pfss.demo.observe;

import io.pfss.models.text.Message;
import java.time.Duration;
import org.jline.utils.AttributedString;

/** Formats values for the terminal view and the summary. */
final class Wording {
  private Wording() {}

  /** Formats a count as {@code 12,345}. */
  static String count(long value) {
    return Message.of("%,d", value);
  }

  /** Formats a number of files as {@code 3 files}. */
  static String files(ParquetCount count) {
    return count.files() == 1 ? "1 file" : count(count.files()) + " files";
  }

  /** Pads the text on the right to at least this number of terminal cells. */
  static String padRight(String text, int cells) {
    return text + " ".repeat(Math.max(0, cells - cells(text)));
  }

  /** Pads the text on the left to at least this number of terminal cells. */
  static String padLeft(String text, int cells) {
    return " ".repeat(Math.max(0, cells - cells(text))) + text;
  }

  /** Returns the number of terminal cells of a text: Korean characters take two. */
  static int cells(String text) {
    return new AttributedString(text).columnLength();
  }

  /** Replaces control characters, so that text from a topic cannot control the terminal. */
  static String printable(String text) {
    return text.replaceAll("\\p{Cc}", "?");
  }

  /** Formats a duration as {@code 1:02:03}; a negative one as zero. */
  static String clock(Duration time) {
    Duration shown = time.isNegative() ? Duration.ZERO : time;
    return Message.of(
        "%d:%02d:%02d", shown.toHours(), shown.toMinutesPart(), shown.toSecondsPart());
  }
}
