package io.pfss.demo.observe;

import io.pfss.models.text.Message;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jline.utils.AttributedString;

/** How the view and the summary put things into words: the same way. */
final class Wording {
  private Wording() {}

  /** As {@code 12,345}. */
  static String count(long value) {
    return Message.of("%,d", value);
  }

  /** As {@code +15.0/s}. */
  static String rate(double perSecond) {
    return Message.of("+%,.1f/s", perSecond);
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

  /** As {@code MALFORMED 3, SCHEMA 1}; empty without dead letters. */
  static String codes(DeadLetterCounts deadLetters) {
    return deadLetters.byCode().entrySet().stream()
        .map(code -> printable(code.getKey()) + " " + count(code.getValue()))
        .collect(Collectors.joining(", "));
  }

  /** As {@code p50 120 ms, p99 450 ms}. */
  static String latency(Optional<Latency> latency) {
    return latency
        .map(
            known ->
                "p50 " + count(known.p50Millis()) + " ms, p99 " + count(known.p99Millis()) + " ms")
        .orElse("none yet");
  }

  /** The value in words, or why there is none. */
  static <T> String observed(Observed<T> seen, Function<T, String> words) {
    return seen.value().map(words).orElseGet(() -> printable(seen.toString()));
  }

  /**
   * The same where values are aligned to the right: why there is none stands apart of the label.
   */
  static <T> String cell(Observed<T> seen, Function<T, String> words) {
    String text = observed(seen, words);
    return seen.value().isPresent() ? text : "  " + text;
  }

  /** As {@code 1:02:03}. */
  static String clock(Duration elapsed) {
    return Message.of(
        "%d:%02d:%02d", elapsed.toHours(), elapsed.toMinutesPart(), elapsed.toSecondsPart());
  }

  /** As {@code 1 h 2 min 3 s}, without the parts before the first that counts. */
  static String duration(Duration elapsed) {
    String seconds = elapsed.toSecondsPart() + " s";
    if (elapsed.toMinutes() == 0) {
      return seconds;
    }

    String minutes = elapsed.toMinutesPart() + " min " + seconds;
    return elapsed.toHours() == 0 ? minutes : elapsed.toHours() + " h " + minutes;
  }

  /** One unit only, as {@code 7 s}, {@code 5 min}, {@code 3 h} or {@code 2 d}; never negative. */
  static String age(Duration age) {
    if (age.isNegative()) {
      return "0 s";
    }

    if (age.toSeconds() < 100) {
      return age.toSeconds() + " s";
    }

    if (age.toMinutes() < 100) {
      return age.toMinutes() + " min";
    }

    return age.toHours() < 48 ? age.toHours() + " h" : age.toDays() + " d";
  }
}
