package io.pfss.pipeline.alert;

import io.pfss.models.soh.SohState;
import io.pfss.pipeline.element.StateRun;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import org.joda.time.Duration;

/**
 * When alerts are raised. Immutable.
 *
 * <p>A change of state raises an alert when it has lasted: all readings of {@code hold} were worse,
 * or all were better, than the published state. Of these states the nearest to that is published,
 * so that a facility that flickers between 주의 and 경고 is in 주의, and not in nothing. Before the first
 * alert, all readings of {@code hold} were 정상, or none was.
 */
final class AlertRules implements Serializable {
  private static final long serialVersionUID = 1;

  private final long holdMillis;
  private final long silenceMillis;

  /**
   * Rules with these times.
   *
   * @throws IllegalArgumentException if the first is negative or the second not positive
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
   * What is known of a sensor when it was seen again.
   *
   * @param seenMillis when Kafka had the readings at least
   * @param alerts takes what is to be told
   */
  SensorStatus seen(SensorStatus before, StateRun run, long seenMillis, List<Alert> alerts) {
    if (before.silent()) {
      alerts.add(sending(AlertKind.RETURNED, run, before, before.eventMillis()));
    }

    SensorStatus status = before.seenAt(Math.max(before.seenMillis(), seenMillis));
    if (run.untilMillis() < before.eventMillis()) {
      // Late: what came after it is known already.
      return status;
    }

    status = compared(status.at(run.untilMillis()), run);
    if (before.equals(SensorStatus.UNKNOWN)) {
      status = lasts(status, run) ? status.published(status.candidate()) : status;
      alerts.add(sending(AlertKind.APPEARED, run, status, run.fromMillis()));
    }

    while (lasts(status, run)) {
      alerts.add(
          new Alert(
              AlertKind.STATE,
              run.sensorId(),
              run.untilMillis(),
              status.candidate(),
              status.published(),
              status.candidateSinceMillis(),
              run.powerFactor()));
      status = compared(status.published(status.candidate()), run);
    }

    return status;
  }

  /** Whether a sensor is silent that operators were not told of. */
  boolean isSilent(SensorStatus status, long nowMillis) {
    return !status.silent() && nowMillis - status.seenMillis() >= silenceMillis;
  }

  /** The alert for a sensor that is silent. */
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

  private static Alert sending(
      AlertKind kind, StateRun run, SensorStatus status, long sinceMillis) {
    return new Alert(
        kind,
        run.sensorId(),
        run.untilMillis(),
        status.published(),
        Optional.empty(),
        sinceMillis,
        run.powerFactor());
  }

  private boolean lasts(SensorStatus status, StateRun run) {
    return status.candidate().isPresent()
        && run.untilMillis() - status.candidateSinceMillis() >= holdMillis;
  }

  private static SensorStatus compared(SensorStatus status, StateRun run) {
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
    boolean goesOn =
        candidate.isPresent() && Integer.signum(candidate.get().compareTo(published)) == direction;
    if (!goesOn) {
      return status.withCandidate(state, run.fromMillis());
    }

    boolean isNearer = Integer.signum(candidate.get().compareTo(state)) == direction;
    return isNearer ? status.withCandidate(state, status.candidateSinceMillis()) : status;
  }
}
