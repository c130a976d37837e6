package io.pfss.demo.observe;

import io.pfss.driver.web.LatestReading;
import io.pfss.models.soh.SohState;
import io.pfss.models.text.Message;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/**
 * The table of sensors. Where the terminal is too narrow, whole columns are left out, the least
 * telling first.
 *
 * @param now the moment that ages are of
 */
record SensorRows(Instant now, List<Column> columns) {
  private static final String GAP = "  ";

  /** A table at a moment, of as many columns as fit. */
  static SensorRows fitting(int width, Instant now) {
    List<Column> columns = new ArrayList<>(List.of(Column.values()));
    for (Column leastTelling : Column.LEAST_TELLING_FIRST) {
      int cells = columns.stream().mapToInt(column -> column.width + GAP.length()).sum();
      if (cells - GAP.length() > width) {
        columns.remove(leastTelling);
      }
    }

    return new SensorRows(now, columns);
  }

  /** The names of the columns. */
  AttributedStringBuilder header() {
    AttributedStringBuilder line = new AttributedStringBuilder();
    columns.forEach(column -> addCell(line, column, Dashboard.FAINT, column.title));
    return line;
  }

  /** One sensor. */
  AttributedStringBuilder row(LatestReading sensor) {
    AttributedStringBuilder line = new AttributedStringBuilder();
    AttributedStyle state = sensor.state().map(Dashboard::style).orElse(Dashboard.FAINT);
    for (Column column : columns) {
      AttributedStyle style = column == Column.STATE ? state : Dashboard.PLAIN;
      addCell(line, column, style, text(column, sensor));
    }

    return line;
  }

  private void addCell(
      AttributedStringBuilder line, Column column, AttributedStyle style, String text) {
    line.append(column == columns.get(0) ? "" : GAP)
        .styled(
            style,
            column == Column.STATE
                ? Wording.padRight(text, column.width)
                : Wording.padLeft(text, column.width));
  }

  private String text(Column column, LatestReading sensor) {
    return switch (column) {
      case SENSOR -> Long.toString(sensor.sensorId());
      case STATE -> sensor.state().map(SohState::title).orElse("not scorable");
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
    return Double.isNaN(value) ? "-" : Message.of(format, value);
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
