// SPDX-License-Identifier: Apache-2.0
package io.pfss.driver.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pfss.models.soh.PowerFactors;
import io.pfss.models.soh.SohState;
import io.pfss.pipeline.alert.Alert;
import io.pfss.pipeline.alert.AlertKind;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A facility as operators see it.
 *
 * @param name as in the catalog, with its site; empty if the catalog has none
 * @param reading its last reading; without values if it sent none in the last hour
 * @param state {@code warning}, {@code caution}, {@code silent}, {@code stopped}, {@code unknown}
 *     or {@code normal}
 * @param sinceMillis of the state, in ms since the epoch; 0 if unknown
 */
public record FacilityView(String name, LatestReading reading, String state, long sinceMillis) {
  static final String SILENT = "silent";
  static final String STOPPED = "stopped";
  static final String UNKNOWN = "unknown";

  /** All states, worst first. */
  public static final List<String> STATES =
      List.of(
          SohState.WARNING.word(),
          SohState.CAUTION.word(),
          SILENT,
          STOPPED,
          UNKNOWN,
          SohState.NORMAL.word());

  /** Worst first; then by power factor, lowest first, unknown last; then by id. */
  public static final Comparator<FacilityView> WORST_FIRST =
      Comparator.<FacilityView>comparingInt(each -> STATES.indexOf(each.state))
          .thenComparingDouble(each -> each.reading.powerFactors().average())
          .thenComparingLong(each -> each.reading.sensorId());

  /**
   * The view of a facility that has an alert or a reading. The state is the held one, which does
   * not change with a single reading; without one, that of the last reading.
   *
   * @param reading null if there is none
   */
  public static FacilityView of(long sensor, FacilityFacts facts, @Nullable LatestReading reading) {
    Alert alert = facts.alerts().get(sensor);
    LatestReading shown = reading == null ? withoutValues(sensor, alert) : reading;
    String name = facts.label(sensor);
    if (alert != null && alert.kind() == AlertKind.SILENT) {
      return new FacilityView(name, shown, SILENT, alert.sinceMillis());
    } else if (facts.isStopped().test(sensor)) {
      return new FacilityView(name, shown, STOPPED, 0);
    } else if (alert != null && alert.state().isPresent()) {
      return new FacilityView(name, shown, alert.state().get().word(), alert.stateSinceMillis());
    } else if (alert != null && alert.kind() == AlertKind.STATE) {
      // Its readings can no longer be scored, also if one of them now and then can.
      return new FacilityView(name, shown, UNKNOWN, alert.sinceMillis());
    }

    return new FacilityView(name, shown, shown.state().map(SohState::word).orElse(UNKNOWN), 0);
  }

  /** The state in Korean and English: {@code 무응답 silent}. */
  public String title() {
    return switch (state) {
      case SILENT -> "무응답 silent";
      case STOPPED -> "정지 stopped";
      case UNKNOWN -> "not scorable";
      default -> soh().map(SohState::title).orElseThrow();
    };
  }

  /** The state if it is one of health. */
  public Optional<SohState> soh() {
    return SohState.ALL.stream().filter(each -> each.word().equals(state)).findFirst();
  }

  private static LatestReading withoutValues(long sensor, @Nullable Alert alert) {
    double none = Double.NaN;
    long lastMillis = 0;
    if (alert != null) {
      boolean isSilent = alert.kind() == AlertKind.SILENT;
      lastMillis = isSilent ? alert.sinceMillis() : alert.timeMillis();
    }

    return new LatestReading(
        sensor,
        lastMillis,
        none,
        new PowerFactors(none, none, none, none),
        Optional.empty(),
        none,
        none);
  }

  boolean matches(String search) {
    return matches(search, reading.sensorId(), name);
  }

  /** Whether the id begins with a text, or the name contains it; upper case does not matter. */
  static boolean matches(String search, long sensor, String name) {
    return Long.toString(sensor).startsWith(search)
        || name.toLowerCase(Locale.ROOT).contains(search.toLowerCase(Locale.ROOT));
  }

  void addTo(ObjectNode json) {
    json
        // As text, because a number in a browser has only 53 bits.
        .put("id", Long.toString(reading.sensorId()))
        .put("name", name)
        .put("time", reading.eventTimeMillis())
        .put("state", state)
        .put("since", sinceMillis)
        .put("pf", Json.rounded(reading.powerFactors().average()))
        .put("temperature", Json.rounded(reading.temperature()))
        .put("risk", Json.rounded(reading.risk()))
        .put("kvar", Json.rounded(reading.kvarTo90()));
  }
}
