// SPDX-License-Identifier: Apache-2.0
package io.pfss.demo.observe;

import io.pfss.driver.web.FacilityView;
import io.pfss.models.text.Message;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/**
 * The table of sensors. A narrow terminal shows only the first columns.
 *
 * @param now the time from which ages are computed
 * @param columns the columns, the most important first
 */
record SensorRows(Instant now, List<Column> columns) {
  private static final String GAP = "  ";

  /** Returns a table with as many columns as fit. */
  static SensorRows fitting(int width, Instant now) {
    List<Column> all = List.of(Column.values());
    int fitting = all.size();
    while (fitting > 2 && width(all.subList(0, fitting)) > width) {
      fitting--;
    }

    return new SensorRows(now, all.subList(0, fitting));
  }

  /** Returns the names of the columns. */
  AttributedStringBuilder header() {
    return line(Dashboard.FAINT, Dashboard.FAINT, column -> column.title);
  }

  /** Returns the row of a sensor. */
  AttributedStringBuilder row(FacilityView sensor) {
    AttributedStyle state = sensor.soh().map(Dashboard::style).orElse(Dashboard.FAINT);
    return line(Dashboard.PLAIN, state, column -> column.text.apply(sensor, now));
  }

  private AttributedStringBuilder line(
      AttributedStyle style, AttributedStyle state, Function<Column, String> text) {
    AttributedStringBuilder line = new AttributedStringBuilder();
    for (Column column : columns) {
      line.append(line.length() == 0 ? "" : GAP);
      if (column == Column.STATE) {
        line.styled(state, Wording.padRight(text.apply(column), column.width));
      } else {
        line.styled(style, Wording.padLeft(text.apply(column), column.width));
      }
    }

    return line;
  }

  private static int width(List<Column> columns) {
    return columns.stream().mapToInt(column -> column.width + GAP.length()).sum() - GAP.length();
  }

  private enum Column {
    SENSOR("Sensor", 8, (sensor, now) -> Long.toString(sensor.reading().sensorId())),
    STATE("State", 13, (sensor, now) -> sensor.title()),
    PF("pf", 6, (sensor, now) -> number("%.3f", sensor.reading().powerFactors().average())),
    AGE("Age", 8, (sensor, now) -> age(sensor, now)),
    RISK("Risk", 6, (sensor, now) -> number("%.0f %%", 100 * sensor.reading().risk())),
    KVAR("kvar", 7, (sensor, now) -> number("%,.1f", sensor.reading().kvarTo90())),
    TEMPERATURE("Temp C", 6, (sensor, now) -> number("%.1f", sensor.reading().temperature())),
    R_PF("R pf", 6, (sensor, now) -> number("%.3f", sensor.reading().powerFactors().r())),
    S_PF("S pf", 6, (sensor, now) -> number("%.3f", sensor.reading().powerFactors().s())),
    T_PF("T pf", 6, (sensor, now) -> number("%.3f", sensor.reading().powerFactors().t()));

    private final String title;
    private final int width;
    private final BiFunction<FacilityView, Instant, String> text;

    Column(String title, int width, BiFunction<FacilityView, Instant, String> text) {
      this.title = title;
      this.width = width;
      this.text = text;
    }

    private static String age(FacilityView sensor, Instant now) {
      return Wording.clock(
          Duration.between(Instant.ofEpochMilli(sensor.reading().eventTimeMillis()), now));
    }

    private static String number(String format, double value) {
      return Double.isNaN(value) ? "-" : Message.of(format, value);
    }
  }
}
