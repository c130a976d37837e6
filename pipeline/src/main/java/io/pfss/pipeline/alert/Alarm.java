// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.alert;

import io.pfss.models.soh.SohState;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * An open alarm: a condition that somebody has to respond to, from the time that it is raised until
 * it clears (the words are those of ISA-18.2). Immutable.
 *
 * @param sensorId of the facility; empty for an alarm of the pipeline
 * @param kind at most one alarm of a kind is open for a facility
 * @param severity now
 * @param sinceMillis when the condition began, in ms since the epoch
 */
public record Alarm(
    OptionalLong sensorId, AlarmKind kind, AlarmSeverity severity, long sinceMillis) {
  public Alarm {
    Objects.requireNonNull(sensorId, "sensorId");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(severity, "severity");
  }

  /**
   * Returns the open alarms of a facility. A silence does not clear the alarm of its state: nothing
   * says that the state has ended.
   *
   * @param last the last alert of the facility
   */
  public static List<Alarm> openOf(Alert last) {
    List<Alarm> open = new ArrayList<>();
    SohState state = last.state().orElse(SohState.NORMAL);
    if (state != SohState.NORMAL) {
      open.add(
          of(
              last,
              AlarmKind.STATE,
              state == SohState.WARNING ? AlarmSeverity.CRITICAL : AlarmSeverity.WARNING,
              last.stateSinceMillis() == 0 ? last.timeMillis() : last.stateSinceMillis()));
    }

    if (last.kind() == AlertKind.SILENT) {
      open.add(of(last, AlarmKind.SILENT, AlarmSeverity.WARNING, last.sinceMillis()));
    }

    if (last.isAtRisk()) {
      open.add(of(last, AlarmKind.RISK, AlarmSeverity.WARNING, last.riskSinceMillis()));
    }

    return List.copyOf(open);
  }

  private static Alarm of(Alert last, AlarmKind kind, AlarmSeverity severity, long sinceMillis) {
    return new Alarm(OptionalLong.of(last.sensorId()), kind, severity, sinceMillis);
  }
}
