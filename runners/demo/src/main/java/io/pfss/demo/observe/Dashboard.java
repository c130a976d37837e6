// SPDX-License-Identifier: Apache-2.0
package io.pfss.demo.observe;

import io.pfss.demo.observe.RecordCounts.Latency;
import io.pfss.models.soh.SohState;
import io.pfss.models.text.Message;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jline.terminal.Size;
import org.jline.utils.AttributedCharSequence.ForceMode;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/**
 * Formats a snapshot as the lines of the live view, or as the single line of the plain view. The
 * same snapshot always gives the same lines.
 */
final class Dashboard {
  /** The number of colours of a terminal that has colours. */
  static final int COLOURS = 8;

  static final AttributedStyle PLAIN = AttributedStyle.DEFAULT;
  static final AttributedStyle FAINT = PLAIN.faint();

  private static final AttributedStyle RED = PLAIN.foreground(AttributedStyle.RED);
  private static final AttributedStyle YELLOW = PLAIN.foreground(AttributedStyle.YELLOW);
  private static final AttributedStyle GREEN = PLAIN.foreground(AttributedStyle.GREEN);
  private static final AttributedString ELLIPSIS = new AttributedString("…");
  private static final int LABEL_CELLS = 13;
  private static final int COUNT_CELLS = 12;

  private final int colours;
  private final Optional<URI> page;

  /**
   * Creates a dashboard.
   *
   * @param colours {@link #COLOURS}, or 0 for none
   * @param page the address of the live page, if it is served
   */
  Dashboard(int colours, Optional<URI> page) {
    this.colours = colours;
    this.page = page;
  }

  static AttributedStyle style(SohState state) {
    return switch (state) {
      case NORMAL -> GREEN;
      case CAUTION -> YELLOW;
      case WARNING -> RED;
    };
  }

  /**
   * Returns the lines of the live view. They fit the terminal's width and leave its last row free.
   */
  List<String> lines(SinkSnapshot snapshot, Size size) {
    List<AttributedStringBuilder> lines = new ArrayList<>();
    AttributedStringBuilder title =
        new AttributedStringBuilder()
            .styled(PLAIN.bold(), Wording.padRight("PFSS", LABEL_CELLS))
            .append(Wording.padLeft(Wording.clock(snapshot.elapsed()), COUNT_CELLS));
    page.ifPresent(url -> title.append("  " + url));
    lines.add(title);
    lines.addAll(head(snapshot, size.getColumns()));
    addSensors(snapshot, size, lines);
    return lines.stream()
        .limit(Math.max(1, size.getRows() - 1))
        .map(line -> render(line.toAttributedString(), size.getColumns()))
        .toList();
  }

  /** Returns the snapshot as one line for a log. */
  String line(SinkSnapshot snapshot) {
    return Wording.clock(snapshot.elapsed())
        + head(snapshot, Integer.MAX_VALUE).stream()
            .map(figure -> "  " + figure.toString().strip().replaceAll(" +", " "))
            .collect(Collectors.joining());
  }

  /** Returns the counts of the sinks as lines without colours. */
  static List<String> figures(SinkSnapshot snapshot) {
    return figures(snapshot, Integer.MAX_VALUE, rate -> "").stream()
        .map(AttributedStringBuilder::toString)
        .toList();
  }

  private static List<AttributedStringBuilder> figures(
      SinkSnapshot snapshot, int columns, DoubleFunction<String> rate) {
    RecordCounts records = snapshot.records();
    List<AttributedStringBuilder> lines = new ArrayList<>();
    lines.add(
        counted("Readings", records.readings()).append(rate.apply(snapshot.readingsPerSecond())));
    lines.add(counted("Scored", records.scored()).append(rate.apply(snapshot.scoredPerSecond())));
    lines.add(states(records, columns));
    if (records.earlier() > 0) {
      lines.add(counted("", records.earlier()).append("  more readings from before the run"));
    }

    if (records.duplicates() > 0) {
      lines.add(counted("", records.duplicates()).append("  duplicates, not counted"));
    }

    if (records.unidentified() > 0) {
      lines.add(counted("", records.unidentified()).styled(RED, "  invalid output records"));
    }

    lines.add(deadLetters(records));
    lines.add(
        labelled("InfluxDB")
            .append(snapshot.points().map(Dashboard::padded).orElse(padded("no")) + " points"));
    lines.add(
        labelled("Parquet")
            .append(
                snapshot
                    .parquet()
                    .map(count -> padded(count.rows()) + " rows in " + Wording.files(count))
                    .orElse(padded("no") + " rows")));
    lines.add(
        labelled("Latency").append(records.latency().map(Dashboard::latency).orElse("  none yet")));
    return lines;
  }

  private static List<AttributedStringBuilder> head(SinkSnapshot snapshot, int columns) {
    List<AttributedStringBuilder> lines =
        figures(snapshot, columns, rate -> Message.of("  +%,.1f/s", rate));
    for (String problem : snapshot.problems()) {
      lines.add(new AttributedStringBuilder().styled(RED, "! " + Wording.printable(problem)));
    }

    return lines;
  }

  /** Returns the counts by state. Omits the English names where the line would be too wide. */
  private static AttributedStringBuilder states(RecordCounts records, int columns) {
    AttributedStringBuilder line = states(records, SohState::title);
    return line.columnLength() <= columns ? line : states(records, SohState::label);
  }

  private static AttributedStringBuilder states(
      RecordCounts records, Function<SohState, String> name) {
    AttributedStringBuilder line = new AttributedStringBuilder().append("  ");
    for (SohState state : SohState.ALL) {
      line.styled(style(state), name.apply(state) + " " + Wording.count(records.in(state)))
          .append("  ");
    }

    return line.styled(FAINT, "not scorable " + Wording.count(records.unscorable()));
  }

  private static AttributedStringBuilder deadLetters(RecordCounts records) {
    AttributedStringBuilder line = counted("Dead letters", records.dead());
    if (records.dead() > 0) {
      String codes =
          records.deadByCode().entrySet().stream()
              .map(code -> code.getKey() + " " + Wording.count(code.getValue()))
              .collect(Collectors.joining(", "));
      line.styled(YELLOW, "  " + Wording.printable(codes));
    }

    if (records.refused() > 0) {
      line.styled(RED, "  and " + Wording.count(records.refused()) + " refused by a sink");
    }

    return line;
  }

  private static void addSensors(
      SinkSnapshot snapshot, Size size, List<AttributedStringBuilder> lines) {
    if (snapshot.sensorCount() == 0) {
      return;
    }

    SensorRows table = SensorRows.fitting(size.getColumns(), snapshot.time());
    lines.add(new AttributedStringBuilder());
    lines.add(table.header());
    // One row is reserved for "more", one for the cursor.
    int freeRows = Math.max(0, size.getRows() - lines.size() - 2);
    int shown = Math.min(snapshot.worst().size(), freeRows);
    snapshot.worst().stream().limit(shown).map(table::row).forEach(lines::add);
    if (snapshot.sensorCount() > shown) {
      String more = "… and " + Wording.count(snapshot.sensorCount() - shown) + " more";
      lines.add(new AttributedStringBuilder().styled(FAINT, more));
    }
  }

  /** Truncates a line that is too long with an ellipsis. */
  private String render(AttributedString line, int columns) {
    AttributedString fitting =
        line.columnLength() <= columns
            ? line
            : AttributedString.join(
                AttributedString.EMPTY, line.columnSubSequence(0, columns - 1), ELLIPSIS);
    return colours == 0 ? fitting.toString() : fitting.toAnsi(colours, ForceMode.None);
  }

  private static AttributedStringBuilder labelled(String label) {
    return new AttributedStringBuilder().append(Wording.padRight(label, LABEL_CELLS));
  }

  private static AttributedStringBuilder counted(String label, long count) {
    return labelled(label).append(padded(count));
  }

  private static String padded(long count) {
    return padded(Wording.count(count));
  }

  private static String padded(String count) {
    return Wording.padLeft(count, COUNT_CELLS);
  }

  private static String latency(Latency latency) {
    return Message.of("  p50 %,d ms, p99 %,d ms", latency.p50Millis(), latency.p99Millis());
  }
}
