package io.pfss.demo.observe;

import io.pfss.driver.web.SensorStatus;
import io.pfss.models.soh.SohState;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * Turns a snapshot into the lines of the live view, and into the one line of the plain view. Pure:
 * the same snapshot gives the same lines.
 */
final class Dashboard {
  private static final int LABEL_CELLS = 13;
  private static final int COUNT_CELLS = 12;
  private static final int MAX_SENSORS = 20;

  private final Palette palette;
  private final Optional<URI> page;

  /**
   * Draws in these colours.
   *
   * @param page where a browser shows more
   */
  Dashboard(Palette palette, Optional<URI> page) {
    this.palette = palette;
    this.page = page;
  }

  /** The lines of the live view: never wider than the terminal, and one fewer than its rows. */
  List<String> lines(SinkSnapshot snapshot, TerminalSize size) {
    List<StyledLine> lines = new ArrayList<>(head(snapshot, size.columns()));
    addSensors(snapshot, size, lines);
    return lines.stream()
        .limit(Math.max(1, size.rows() - 1))
        .map(line -> line.render(size.columns(), palette))
        .toList();
  }

  /** One line for a log. */
  String line(SinkSnapshot snapshot) {
    ScoreCounts scores = snapshot.scores();
    StringBuilder line = new StringBuilder();
    line.append(Wording.clock(snapshot.elapsed()));
    line.append("  readings ").append(Wording.count(snapshot.readings()));
    line.append(' ').append(rate(snapshot.readingsPerSecond()));
    line.append("  scored ").append(Wording.count(scores.scored()));
    line.append(' ').append(rate(snapshot.scoredPerSecond()));
    for (SohState state : SohState.ALL) {
      String text = state.label() + " " + Wording.count(scores.in(state));
      line.append("  ").append(palette.paint(Colour.of(state), text));
    }

    line.append("  dead letters ").append(Wording.count(snapshot.deadLetters().total()));
    line.append("  points ").append(Wording.observed(snapshot.influxPoints(), Wording::count));
    line.append("  Parquet ").append(Wording.observed(snapshot.parquet(), Dashboard::parquet));
    line.append("  latency ").append(Wording.latency(snapshot.latency()));
    for (String problem : snapshot.problems()) {
      line.append("  ! ").append(TextWidth.printable(problem));
    }

    return line.toString();
  }

  private List<StyledLine> head(SinkSnapshot snapshot, int columns) {
    ScoreCounts scores = snapshot.scores();
    List<StyledLine> lines = new ArrayList<>();
    StyledLine title =
        new StyledLine()
            .add(Colour.BOLD, TextWidth.padRight("PFSS", LABEL_CELLS))
            .add(TextWidth.padLeft(Wording.clock(snapshot.elapsed()), COUNT_CELLS));
    page.ifPresent(url -> title.add("  " + url));
    lines.add(title);
    lines.add(
        counted("Readings in", snapshot.readings()).add("  " + rate(snapshot.readingsPerSecond())));
    lines.add(counted("Scored", scores.scored()).add("  " + rate(snapshot.scoredPerSecond())));
    lines.add(states(scores, columns));
    addExtras(scores, lines);
    lines.add(deadLetters(snapshot.deadLetters()));
    lines.add(
        labelled("InfluxDB")
            .add(Wording.cell(snapshot.influxPoints(), n -> padded(n) + " points")));
    lines.add(
        labelled("Parquet")
            .add(
                Wording.cell(
                    snapshot.parquet(),
                    files -> padded(files.rows()) + " rows in " + files(files.files()))));
    lines.add(labelled("Latency").add("  " + Wording.latency(snapshot.latency())));
    for (String problem : snapshot.problems()) {
      lines.add(new StyledLine().add(Colour.RED, "! " + TextWidth.printable(problem)));
    }

    return lines;
  }

  private static void addExtras(ScoreCounts scores, List<StyledLine> lines) {
    if (scores.earlier() > 0) {
      lines.add(counted("", scores.earlier()).add("  more, from before the run"));
    }

    if (scores.repeats() > 0) {
      lines.add(counted("", scores.repeats()).add("  repeats, not counted"));
    }

    if (scores.unidentified() > 0) {
      lines.add(
          new StyledLine()
              .add(TextWidth.padRight("", LABEL_CELLS))
              .add(Colour.RED, padded(scores.unidentified()) + "  records that are no score"));
    }
  }

  /** The counts by state; without the English names where these would push counts off the edge. */
  private static StyledLine states(ScoreCounts scores, int columns) {
    StyledLine line = states(scores, Wording::state);
    return line.width() <= columns ? line : states(scores, SohState::label);
  }

  private static StyledLine states(ScoreCounts scores, Function<SohState, String> name) {
    StyledLine line = new StyledLine().add("  ");
    for (SohState state : SohState.ALL) {
      line.add(Colour.of(state), name.apply(state) + " " + Wording.count(scores.in(state)));
      line.add("  ");
    }

    return line.add(Colour.FAINT, "not scorable " + Wording.count(scores.unscorable()));
  }

  private static StyledLine deadLetters(DeadLetterCounts deadLetters) {
    StyledLine line = counted("Dead letters", deadLetters.total());
    if (deadLetters.total() > 0) {
      line.add(Colour.YELLOW, "  " + Wording.codes(deadLetters));
    }

    if (deadLetters.refusedBySinks() > 0) {
      line.add(
          Colour.RED,
          "  and " + Wording.count(deadLetters.refusedBySinks()) + " refused by a sink");
    }

    return line;
  }

  private static void addSensors(SinkSnapshot snapshot, TerminalSize size, List<StyledLine> lines) {
    if (snapshot.sensorCount() == 0) {
      return;
    }

    SensorTable table = SensorTable.fitting(size.columns(), snapshot.time());
    lines.add(new StyledLine());
    lines.add(table.header());
    // One row stays free for "more", one for the cursor.
    int room = Math.max(0, size.rows() - lines.size() - 2);
    List<SensorStatus> worst = snapshot.worstSensors();
    int shown = Math.min(Math.min(worst.size(), MAX_SENSORS), room);
    worst.subList(0, shown).forEach(sensor -> lines.add(table.row(sensor)));
    if (snapshot.sensorCount() > shown) {
      String more = "… and " + Wording.count(snapshot.sensorCount() - shown) + " more";
      lines.add(new StyledLine().add(Colour.FAINT, more));
    }
  }

  private static StyledLine labelled(String label) {
    return new StyledLine().add(TextWidth.padRight(label, LABEL_CELLS));
  }

  private static StyledLine counted(String label, long count) {
    return labelled(label).add(padded(count));
  }

  private static String padded(long count) {
    return TextWidth.padLeft(Wording.count(count), COUNT_CELLS);
  }

  private static String parquet(ParquetCount count) {
    return Wording.count(count.rows()) + " rows in " + files(count.files());
  }

  private static String files(long count) {
    return count == 1 ? "1 file" : Wording.count(count) + " files";
  }

  private static String rate(double perSecond) {
    return String.format(Locale.ROOT, "+%,.1f/s", perSecond);
  }
}
