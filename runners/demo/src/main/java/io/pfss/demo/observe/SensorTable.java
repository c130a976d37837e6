package io.pfss.demo.observe;

import io.pfss.driver.web.SensorStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The table of sensors. Where the terminal is too narrow, whole columns are left out, the least
 * telling first.
 */
final class SensorTable {
  private static final String UNKNOWN = "-";
  private static final String GAP = "  ";

  private final Instant now;
  private final List<Column> columns;

  private SensorTable(Instant now, List<Column> columns) {
    this.now = now;
    this.columns = columns;
  }

  /** A table at a moment, of as many columns as fit. */
  static SensorTable fitting(int width, Instant now) {
    List<Column> columns = new ArrayList<>(List.of(Column.values()));
    for (Column leastTelling : Column.LEAST_TELLING_FIRST) {
      if (width(columns) <= width) {
        break;
      }

      columns.remove(leastTelling);
    }

    return new SensorTable(now, columns);
  }

  /** The names of the columns. */
  StyledLine header() {
    StyledLine line = new StyledLine();
    for (Column column : columns) {
      addCell(line, column, Colour.FAINT, column.title);
    }

    return line;
  }

  /** One sensor. */
  StyledLine row(SensorStatus sensor) {
    StyledLine line = new StyledLine();
    for (Column column : columns) {
      Colour colour =
          column == Column.STATE
              ? sensor.state().map(Colour::of).orElse(Colour.FAINT)
              : Colour.NONE;
      addCell(line, column, colour, text(column, sensor));
    }

    return line;
  }

  private void addCell(StyledLine line, Column column, Colour colour, String text) {
    if (column != columns.get(0)) {
      line.add(GAP);
    }

    line.add(
        colour,
        column == Column.STATE
            ? TextWidth.padRight(text, column.width)
            : TextWidth.padLeft(text, column.width));
  }

  private String text(Column column, SensorStatus sensor) {
    return switch (column) {
      case SENSOR -> Long.toString(sensor.sensorId());
      case STATE -> sensor.state().map(Wording::state).orElse("not scorable");
      case PF -> number("%.3f", sensor.powerFactors().average());
      case R_PF -> number("%.3f", sensor.powerFactors().r());
      case S_PF -> number("%.3f", sensor.powerFactors().s());
      case T_PF -> number("%.3f", sensor.powerFactors().t());
      case TEMPERATURE -> number("%.1f", sensor.temperature());
      case AGE ->
          Wording.age(Duration.between(Instant.ofEpochMilli(sensor.eventTimeMillis()), now));
    };
  }

  private static String number(String format, double value) {
    return Double.isNaN(value) ? UNKNOWN : String.format(Locale.ROOT, format, value);
  }

  private static int width(List<Column> columns) {
    int gaps = GAP.length() * (columns.size() - 1);
    return gaps + columns.stream().mapToInt(column -> column.width).sum();
  }

  private enum Column {
    SENSOR("Sensor", 8),
    STATE("State", 12),
    PF("pf", 6),
    R_PF("R pf", 6),
    S_PF("S pf", 6),
    T_PF("T pf", 6),
    TEMPERATURE("Temp C", 6),
    AGE("Age", 6);

    private static final List<Column> LEAST_TELLING_FIRST =
        List.of(T_PF, S_PF, R_PF, TEMPERATURE, AGE, PF);

    private final String title;
    private final int width;

    Column(String title, int width) {
      this.title = title;
      this.width = width;
    }
  }
}
