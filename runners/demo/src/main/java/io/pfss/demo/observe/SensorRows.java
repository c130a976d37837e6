// SPDX-License-Identifier: Apache-2.0
package io.pfss.demo.observe;

import io.pfss.driver.web.LatestReading;
import io.pfss.models.soh.SohState;
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
  AttributedStringBuilder row(LatestReading sensor) {
    AttributedStyle state = sensor.state().map(Dashboard::style).orElse(Dashboard.FAINT);
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
    SENSOR("Sensor", 8, (sensor, now) -> Long.toString(sensor.sensorId())),
    STATE("State", 12, (sensor, now) -> sensor.state().map(SohState::title).orElse("not scorable")),
    PF("pf", 6, (sensor, now) -> number("%.3f", sensor.powerFactors().average())),
    AGE("Age", 8, (sensor, now) -> age(sensor, now)),
    RISK("Risk", 6, (sensor, now) -> number("%.0f %%", 100 * sensor.risk())),
    KVAR("kvar", 7, (sensor, now) -> number("%,.1f", sensor.kvarTo90())),
    TEMPERATURE("Temp C", 6, (sensor, now) -> number("%.1f", sensor.temperature())),
    R_PF("R pf", 6, (sensor, now) -> number("%.3f", sensor.powerFactors().r())),
    S_PF("S pf", 6, (sensor, now) -> number("%.3f", sensor.powerFactors().s())),
    T_PF("T pf", 6, (sensor, now) -> number("%.3f", sensor.powerFactors().t()));

    private final String title;
    private final int width;
    private final BiFunction<LatestReading, Instant, String> text;

    Column(String title, int width, BiFunction<LatestReading, Instant, String> text) {
      this.title = title;
      this.width = width;
      this.text = text;
    }

    private static String age(LatestReading sensor, Instant now) {
      return Wording.clock(Duration.between(Instant.ofEpochMilli(sensor.eventTimeMillis()), now));
    }

    private static String number(String format, double value) {
      return Double.isNaN(value) ? "-" : Message.of(format, value);
    }
  }
}
