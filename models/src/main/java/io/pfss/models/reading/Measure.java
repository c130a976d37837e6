// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.reading;

import java.util.List;

/**
 * The 23 electrical measures of a reading, in the order of topic {@code heat}.
 *
 * <p>Units are those of the data (AI Hub 239), in which {@link #ACTIVE_POWER_AVG} and {@link
 * #REACTIVE_POWER_AVG} are <em>sums</em> over the phases despite their name; the other averages are
 * means.
 */
public enum Measure {
  R_REACTIVE_POWER("R상무효전력", "r_reactive_power", "var"),
  R_LINE_VOLTAGE("R상선간전압", "r_line_voltage", "V"),
  R_ACTIVE_POWER("R상유효전력", "r_active_power", "W"),
  R_CURRENT("R상전류", "r_current", "A"),
  R_PHASE_VOLTAGE("R상전압", "r_phase_voltage", "V"),
  S_REACTIVE_POWER("S상무효전력", "s_reactive_power", "var"),
  S_LINE_VOLTAGE("S상선간전압", "s_line_voltage", "V"),
  S_ACTIVE_POWER("S상유효전력", "s_active_power", "W"),
  S_CURRENT("S상전류", "s_current", "A"),
  S_PHASE_VOLTAGE("S상전압", "s_phase_voltage", "V"),
  T_REACTIVE_POWER("T상무효전력", "t_reactive_power", "var"),
  T_LINE_VOLTAGE("T상선간전압", "t_line_voltage", "V"),
  T_ACTIVE_POWER("T상유효전력", "t_active_power", "W"),
  T_CURRENT("T상전류", "t_current", "A"),
  T_PHASE_VOLTAGE("T상전압", "t_phase_voltage", "V"),
  REACTIVE_POWER_AVG("무효전력평균", "reactive_power_avg", "var"),
  LINE_VOLTAGE_AVG("선간전압평균", "line_voltage_avg", "V"),
  ACTIVE_POWER_AVG("유효전력평균", "active_power_avg", "W"),
  CURRENT_AVG("전류평균", "current_avg", "A"),
  PHASE_VOLTAGE_AVG("상전압평균", "phase_voltage_avg", "V"),
  ENERGY_TOTAL("누적전력량", "energy_total", "Wh"),
  FREQUENCY("주파수", "frequency", "Hz"),
  TEMPERATURE("온도", "temperature", "°C");

  /** All measures in declaration order: the order of columns, coders and arrays. */
  public static final List<Measure> ALL = List.of(values());

  private final String jsonName;
  private final String column;
  private final String unit;

  Measure(String jsonName, String column, String unit) {
    this.jsonName = jsonName;
    this.column = column;
    this.unit = unit;
  }

  /** Returns the field's name in the JSON of topic {@code heat}. */
  public String jsonName() {
    return jsonName;
  }

  /** Returns the column's name in the warehouse. */
  public String column() {
    return column;
  }

  /** Returns the unit, for example {@code "W"}. */
  public String unit() {
    return unit;
  }
}
