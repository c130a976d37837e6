// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.alert;

import io.pfss.models.facility.RiskModel;
import io.pfss.models.soh.SohState;
import io.pfss.pipeline.element.StateRun;
import io.pfss.pipeline.outlook.Outlook;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.joda.time.Duration;

/**
 * The rules that decide when an alert is raised. Immutable.
 *
 * <p>A new state raises an alert once it has lasted: all readings of {@code hold} were worse than
 * the published state, or all were better. If they had several states, the nearest to the published
 * state is published. So a facility that flickers between 주의 and 경고 is in 주의. Before the first
 * state is published, either all readings of {@code hold} must be 정상 or none of them.
 */
final class AlertRules implements Serializable {
  private static final long serialVersionUID = 1;
  private static final long MINUTE_MILLIS = TimeUnit.MINUTES.toMillis(1);
  private static final long LOW_RISK_MILLIS = TimeUnit.MINUTES.toMillis(15);

  /** The time that a risk looks ahead. */
  private static final long UNKNOWN_RISK_MILLIS =
      TimeUnit.MINUTES.toMillis(RiskModel.HORIZON_MINUTES);

  private final long holdMillis;
  private final long silenceMillis;

  /**
   * Creates rules.
   *
   * @param hold how long a state must last, in event time; if 0, one reading suffices
   * @param silence how long a sensor must send nothing, in Kafka time, before it is silent
   * @throws IllegalArgumentException if {@code hold} is negative or {@code silence} is not positive
   */
  AlertRules(Duration hold, Duration silence) {
    if (hold.isShorterThan(Duration.ZERO)) {
      throw new IllegalArgumentException("The hold must not be negative: " + hold);
    }

    if (!silence.isLongerThan(Duration.ZERO)) {
      throw new IllegalArgumentException("The silence must be positive: " + silence);
    }

    holdMillis = hold.getMillis();
    silenceMillis = silence.getMillis();
  }

  /**
   * Returns the sensor's status after these readings.
   *
   * @param before status before the readings
   * @param run the readings
   * @param seenMillis lower bound of their Kafka time, in ms since the epoch; 0 if unknown
   * @param alerts receives the alerts to raise
   */
  SensorStatus update(SensorStatus before, StateRun run, long seenMillis, List<Alert> alerts) {
    if (before.silent()) {
      alerts.add(alert(AlertKind.RETURNED, run, before, before.eventMillis()));
    }

    SensorStatus status = before.seenAt(Math.max(before.seenMillis(), seenMillis));
    if (run.untilMillis() < before.eventMillis()) {
      // Late readings: the status already includes newer ones.
      return status;
    }

    status = withCandidate(status.withEventTime(run.untilMillis()), run);
    if (before.equals(SensorStatus.UNKNOWN)) {
      status = hasLasted(status, run) ? status.published(status.candidate()) : status;
      alerts.add(alert(AlertKind.APPEARED, run, status, run.fromMillis()));
    }

    while (hasLasted(status, run)) {
      alerts.add(
          new Alert(
              AlertKind.STATE,
              run.sensorId(),
              run.untilMillis(),
              status.candidate(),
              status.published(),
              status.candidateSinceMillis(),
              run.powerFactor(),
              status.atRisk(),
              Outlook.unknown(run.sensorId())));
      status = withCandidate(status.published(status.candidate()), run);
    }

    return status;
  }

  /** Whether a sensor is silent and has no alert for that yet. */
  boolean isSilent(SensorStatus status, long nowMillis) {
    return !status.silent() && nowMillis - status.seenMillis() >= silenceMillis;
  }

  /** Returns the alert for a sensor that became silent. */
  Alert silence(long sensorId, SensorStatus status) {
    return new Alert(
        AlertKind.SILENT,
        sensorId,
        status.seenMillis() + silenceMillis,
        status.published(),
        Optional.empty(),
        status.eventMillis(),
        Double.NaN);
  }

  /**
   * Returns the sensor's status after an outlook. A risk at the threshold for the hold raises an
   * alert. Another one says that the facility is no longer at risk: after 15 minutes below half the
   * threshold, or an hour without a risk, which includes the time in 경고.
   *
   * @param threshold probability from which on an alert is raised
   * @param alerts receives the alert to raise
   */
  SensorStatus update(SensorStatus before, Outlook outlook, double threshold, List<Alert> alerts) {
    double limit = before.atRisk() ? threshold / 2 : threshold;
    boolean isHigh = outlook.risk() >= limit;
    // An outlook is that of a whole minute.
    long fromMillis = outlook.timeMillis() - MINUTE_MILLIS;
    if (!before.atRisk()) {
      long since = before.riskSinceMillis() == 0 ? fromMillis : before.riskSinceMillis();
      if (!isHigh || outlook.timeMillis() - since < holdMillis) {
        return before.withRisk(false, isHigh ? since : 0, 0);
      }

      alerts.add(risk(before, outlook, true, since));
      return before.withRisk(true, since, outlook.timeMillis());
    }

    long kept = Double.isNaN(outlook.risk()) ? UNKNOWN_RISK_MILLIS : LOW_RISK_MILLIS;
    if (isHigh || outlook.timeMillis() - before.riskSeenMillis() < kept) {
      return isHigh
          ? before.withRisk(true, before.riskSinceMillis(), outlook.timeMillis())
          : before;
    }

    alerts.add(risk(before, outlook, false, before.riskSinceMillis()));
    return before.withRisk(false, 0, 0);
  }

  private static Alert risk(
      SensorStatus status, Outlook outlook, boolean isAtRisk, long sinceMillis) {
    return new Alert(
        AlertKind.RISK,
        outlook.sensorId(),
        outlook.timeMillis(),
        status.published(),
        Optional.empty(),
        sinceMillis,
        Double.NaN,
        isAtRisk,
        outlook);
  }

  private static Alert alert(AlertKind kind, StateRun run, SensorStatus status, long sinceMillis) {
    return new Alert(
        kind,
        run.sensorId(),
        run.untilMillis(),
        status.published(),
        Optional.empty(),
        sinceMillis,
        run.powerFactor(),
        status.atRisk(),
        Outlook.unknown(run.sensorId()));
  }

  private boolean hasLasted(SensorStatus status, StateRun run) {
    return status.candidate().isPresent()
        && run.untilMillis() - status.candidateSinceMillis() >= holdMillis;
  }

  private static SensorStatus withCandidate(SensorStatus status, StateRun run) {
    if (run.state().isEmpty()) {
      return status;
    }

    SohState state = run.state().get();
    SohState published = status.published().orElse(SohState.NORMAL);
    int direction = Integer.signum(state.compareTo(published));
    if (direction == 0 && status.published().isPresent()) {
      return status.withoutCandidate();
    }

    Optional<SohState> candidate = status.candidate();
    boolean isSameDirection =
        candidate.isPresent() && Integer.signum(candidate.get().compareTo(published)) == direction;
    if (!isSameDirection) {
      return status.withCandidate(state, run.fromMillis());
    }

    boolean isNearer = Integer.signum(candidate.get().compareTo(state)) == direction;
    return isNearer ? status.withCandidate(state, status.candidateSinceMillis()) : status;
  }
}
