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
 * state is published, either all readings of {@code hold} must be 정상 or none of them. If no reading
 * of {@code hold} can be scored, no state is held from then on.
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
      alerts.add(alert(AlertKind.RETURNED, run, before, Optional.empty(), before.eventMillis()));
    }

    SensorStatus status = before.seenAt(Math.max(before.seenMillis(), seenMillis));
    if (run.untilMillis() < before.eventMillis()) {
      // Late readings: the status already includes newer ones.
      return status;
    }

    status = withCandidate(status.withEventTime(run.untilMillis()), run);
    if (before.equals(SensorStatus.UNKNOWN)) {
      status = hasLasted(status, run) ? publishedCandidate(status) : status;
      alerts.add(alert(AlertKind.APPEARED, run, status, Optional.empty(), run.fromMillis()));
    }

    while (hasLasted(status, run)) {
      SensorStatus changed = publishedCandidate(status);
      alerts.add(
          alert(AlertKind.STATE, run, changed, status.published(), changed.publishedSinceMillis()));
      status = withCandidate(changed, run);
    }

    if (isUnscorable(status, run)) {
      SensorStatus changed = status.published(Optional.empty(), 0);
      alerts.add(
          alert(AlertKind.STATE, run, changed, status.published(), status.unscorableSinceMillis()));
      status = changed.unscorableSince(status.unscorableSinceMillis());
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
        Double.NaN,
        status.publishedSinceMillis(),
        0,
        Outlook.unknown(sensorId));
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
    RiskStatus risk = before.risk();
    double limit = risk.isHigh() ? threshold / 2 : threshold;
    boolean isHigh = outlook.risk() >= limit;
    // An outlook is that of a whole minute.
    long fromMillis = outlook.timeMillis() - MINUTE_MILLIS;
    if (!risk.isHigh()) {
      long since = risk.sinceMillis() == 0 ? fromMillis : risk.sinceMillis();
      if (!isHigh || outlook.timeMillis() - since < holdMillis) {
        return before.withRisk(isHigh ? new RiskStatus(false, since, 0) : RiskStatus.NONE);
      }

      SensorStatus status = before.withRisk(new RiskStatus(true, since, outlook.timeMillis()));
      alerts.add(risk(status, outlook, since));
      return status;
    }

    long kept = Double.isNaN(outlook.risk()) ? UNKNOWN_RISK_MILLIS : LOW_RISK_MILLIS;
    if (isHigh || outlook.timeMillis() - risk.seenMillis() < kept) {
      return isHigh
          ? before.withRisk(new RiskStatus(true, risk.sinceMillis(), outlook.timeMillis()))
          : before;
    }

    SensorStatus status = before.withRisk(RiskStatus.NONE);
    alerts.add(risk(status, outlook, risk.sinceMillis()));
    return status;
  }

  private static Alert risk(SensorStatus status, Outlook outlook, long sinceMillis) {
    return new Alert(
        AlertKind.RISK,
        outlook.sensorId(),
        outlook.timeMillis(),
        status.published(),
        Optional.empty(),
        sinceMillis,
        Double.NaN,
        status.publishedSinceMillis(),
        status.risk().alertedSinceMillis(),
        outlook);
  }

  private static Alert alert(
      AlertKind kind,
      StateRun run,
      SensorStatus status,
      Optional<SohState> previous,
      long sinceMillis) {
    return new Alert(
        kind,
        run.sensorId(),
        run.untilMillis(),
        status.published(),
        previous,
        sinceMillis,
        run.powerFactor(),
        status.publishedSinceMillis(),
        status.risk().alertedSinceMillis(),
        Outlook.unknown(run.sensorId()));
  }

  private static SensorStatus publishedCandidate(SensorStatus status) {
    return status.published(status.candidate(), status.candidateSinceMillis());
  }

  private boolean isUnscorable(SensorStatus status, StateRun run) {
    return status.published().isPresent()
        && status.unscorableSinceMillis() != 0
        && run.untilMillis() - status.unscorableSinceMillis() >= holdMillis;
  }

  private boolean hasLasted(SensorStatus status, StateRun run) {
    return run.state().isPresent()
        && status.candidate().isPresent()
        && run.untilMillis() - status.candidateSinceMillis() >= holdMillis;
  }

  private static SensorStatus withCandidate(SensorStatus status, StateRun run) {
    if (run.state().isEmpty()) {
      boolean isFirst = status.unscorableSinceMillis() == 0;
      return isFirst ? status.unscorableSince(run.fromMillis()) : status;
    }

    SohState state = run.state().get();
    SohState published = status.published().orElse(SohState.NORMAL);
    int direction = Integer.signum(state.compareTo(published));
    if (direction == 0 && status.published().isPresent()) {
      return status.withCandidate(Optional.empty(), 0);
    }

    Optional<SohState> candidate = status.candidate();
    boolean isSameDirection =
        candidate.isPresent() && Integer.signum(candidate.get().compareTo(published)) == direction;
    if (!isSameDirection) {
      return status.withCandidate(run.state(), run.fromMillis());
    }

    boolean isNearer = Integer.signum(candidate.get().compareTo(state)) == direction;
    return status.withCandidate(isNearer ? run.state() : candidate, status.candidateSinceMillis());
  }
}
