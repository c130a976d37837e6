package io.pfss.demo.observe;

import io.pfss.models.soh.SohState;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jline.terminal.Size;
import org.jline.utils.AttributedCharSequence.ForceMode;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/**
 * Turns a snapshot into the lines of the live view, and into the one line of the plain view. Pure:
 * the same snapshot gives the same lines.
 */
final class Dashboard {
  /** Of a terminal with colours. */
  static final int COLOURS = 8;

  static final AttributedStyle PLAIN = AttributedStyle.DEFAULT;
  static final AttributedStyle FAINT = PLAIN.faint();

  private static final AttributedStyle RED = PLAIN.foreground(AttributedStyle.RED);
  private static final AttributedStyle YELLOW = PLAIN.foreground(AttributedStyle.YELLOW);
  private static final AttributedStyle GREEN = PLAIN.foreground(AttributedStyle.GREEN);
  private static final AttributedString ELLIPSIS = new AttributedString("…");
  private static final int LABEL_CELLS = 13;
  private static final int COUNT_CELLS = 12;
  private static final int MAX_SENSORS = 20;

  private final int colours;
  private final Optional<URI> page;

  /**
   * Draws in colours.
   *
   * @param colours {@link #COLOURS}, or 0 for none
   * @param page where a browser shows more
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

  /** The lines of the live view: never wider than the terminal, and one fewer than its rows. */
  List<String> lines(SinkSnapshot snapshot, Size size) {
    List<AttributedStringBuilder> lines = new ArrayList<>(head(snapshot, size.getColumns()));
    addSensors(snapshot, size, lines);
    return lines.stream()
        .limit(Math.max(1, size.getRows() - 1))
        .map(line -> render(line.toAttributedString(), size.getColumns()))
        .toList();
  }

  /** One line for a log. */
  String line(SinkSnapshot snapshot) {
    ScoreCounts scores = snapshot.scores();
    StringBuilder line = new StringBuilder(Wording.clock(snapshot.elapsed()));
    line.append("  readings ").append(Wording.count(snapshot.readings()));
    line.append(' ').append(Wording.rate(snapshot.readingsPerSecond()));
    line.append("  scored ").append(Wording.count(scores.scored()));
    line.append(' ').append(Wording.rate(snapshot.scoredPerSecond()));
    for (SohState state : SohState.ALL) {
      line.append("  ").append(state.label()).append(' ').append(Wording.count(scores.in(state)));
    }

    line.append("  dead letters ").append(Wording.count(snapshot.deadLetters().total()));
    line.append("  points ").append(Wording.observed(snapshot.influxPoints(), Wording::count));
    line.append("  Parquet ")
        .append(
            Wording.observed(
                snapshot.parquet(),
                files -> Wording.count(files.rows()) + " rows in " + Wording.files(files)));
    line.append("  latency ").append(Wording.latency(snapshot.latency()));
    snapshot.problems().forEach(problem -> line.append("  ! ").append(Wording.printable(problem)));
    return line.toString();
  }

  /** One that is too long ends in an ellipsis. */
  private String render(AttributedString line, int columns) {
    AttributedString fitting =
        line.columnLength() <= columns
            ? line
            : AttributedString.join(
                AttributedString.EMPTY, line.columnSubSequence(0, columns - 1), ELLIPSIS);
    return colours == 0 ? fitting.toString() : fitting.toAnsi(colours, ForceMode.None);
  }

  private List<AttributedStringBuilder> head(SinkSnapshot snapshot, int columns) {
    ScoreCounts scores = snapshot.scores();
    List<AttributedStringBuilder> lines = new ArrayList<>();
    AttributedStringBuilder title =
        new AttributedStringBuilder()
            .styled(PLAIN.bold(), Wording.padRight("PFSS", LABEL_CELLS))
            .append(Wording.padLeft(Wording.clock(snapshot.elapsed()), COUNT_CELLS));
    page.ifPresent(url -> title.append("  " + url));
    lines.add(title);
    lines.add(
        counted("Readings in", snapshot.readings())
            .append("  " + Wording.rate(snapshot.readingsPerSecond())));
    lines.add(
        counted("Scored", scores.scored()).append("  " + Wording.rate(snapshot.scoredPerSecond())));
    lines.add(states(scores, columns));
    if (scores.earlier() > 0) {
      lines.add(counted("", scores.earlier()).append("  more, from before the run"));
    }

    if (scores.repeats() > 0) {
      lines.add(counted("", scores.repeats()).append("  repeats, not counted"));
    }

    if (scores.unidentified() > 0) {
      String records = padded(scores.unidentified()) + "  records that are no score";
      lines.add(labelled("").styled(RED, records));
    }

    lines.add(deadLetters(snapshot.deadLetters()));
    lines.add(
        labelled("InfluxDB")
            .append(Wording.cell(snapshot.influxPoints(), count -> padded(count) + " points")));
    lines.add(
        labelled("Parquet")
            .append(
                Wording.cell(
                    snapshot.parquet(),
                    files -> padded(files.rows()) + " rows in " + Wording.files(files))));
    lines.add(labelled("Latency").append("  " + Wording.latency(snapshot.latency())));
    for (String problem : snapshot.problems()) {
      lines.add(new AttributedStringBuilder().styled(RED, "! " + Wording.printable(problem)));
    }

    return lines;
  }

  /** The counts by state; without the English names where these would push counts off the edge. */
  private static AttributedStringBuilder states(ScoreCounts scores, int columns) {
    AttributedStringBuilder line = states(scores, SohState::title);
    return line.columnLength() <= columns ? line : states(scores, SohState::label);
  }

  private static AttributedStringBuilder states(
      ScoreCounts scores, Function<SohState, String> name) {
    AttributedStringBuilder line = new AttributedStringBuilder().append("  ");
    for (SohState state : SohState.ALL) {
      line.styled(style(state), name.apply(state) + " " + Wording.count(scores.in(state)))
          .append("  ");
    }

    return line.styled(FAINT, "not scorable " + Wording.count(scores.unscorable()));
  }

  private static AttributedStringBuilder deadLetters(DeadLetterCounts deadLetters) {
    AttributedStringBuilder line = counted("Dead letters", deadLetters.total());
    if (deadLetters.total() > 0) {
      line.styled(YELLOW, "  " + Wording.codes(deadLetters));
    }

    if (deadLetters.refusedBySinks() > 0) {
      line.styled(
          RED, "  and " + Wording.count(deadLetters.refusedBySinks()) + " refused by a sink");
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
    // One row stays free for "more", one for the cursor.
    int room = Math.max(0, size.getRows() - lines.size() - 2);
    int shown = Math.min(Math.min(snapshot.worstSensors().size(), MAX_SENSORS), room);
    snapshot.worstSensors().stream().limit(shown).map(table::row).forEach(lines::add);
    if (snapshot.sensorCount() > shown) {
      String more = "… and " + Wording.count(snapshot.sensorCount() - shown) + " more";
      lines.add(new AttributedStringBuilder().styled(FAINT, more));
    }
  }

  private static AttributedStringBuilder labelled(String label) {
    return new AttributedStringBuilder().append(Wording.padRight(label, LABEL_CELLS));
  }

  private static AttributedStringBuilder counted(String label, long count) {
    return labelled(label).append(padded(count));
  }

  private static String padded(long count) {
    return Wording.padLeft(Wording.count(count), COUNT_CELLS);
  }
}
