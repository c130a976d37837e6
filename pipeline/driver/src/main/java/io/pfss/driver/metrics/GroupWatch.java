// SPDX-License-Identifier: Apache-2.0
package io.pfss.driver.metrics;

import io.pfss.driver.web.HealthCheck;
import io.pfss.pipeline.alert.AlarmKind;
import io.pfss.pipeline.source.GroupLag;
import io.pfss.pipeline.source.GroupLag.Lag;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Checks whether the consumer group commits offsets. Not thread-safe. */
final class GroupWatch implements AutoCloseable {
  /** Generous, as the merge of a window or the restart of a sink delays commits for seconds. */
  private static final Duration MAX_PAUSE = Duration.ofSeconds(60);

  /** More means that the job is behind. */
  private static final Duration MAX_LAG = Duration.ofSeconds(60);

  private final GroupLag group;
  private Optional<Lag> last = Optional.empty();
  private String problem = "";

  /** Time of the last look that saw a commit or a lag of zero; valid if {@code hasMoved}. */
  private long movedNanos;

  private boolean hasMoved;

  /** The sum of the committed offsets at the look before the last one. */
  private long doneBefore = -1;

  GroupWatch(GroupLag group) {
    this.group = group;
  }

  /** Reads the lag from Kafka; empty if Kafka does not respond. */
  Optional<Lag> look() {
    try {
      Lag now = group.fetch();
      if (isMoving(now)) {
        hasMoved = true;
        movedNanos = System.nanoTime();
      }

      doneBefore = last.map(Lag::done).orElse(-1L);
      last = Optional.of(now);
      problem = "";
      return last;
    } catch (IOException | RuntimeException e) {
      // An exception would end the schedule that calls this.
      problem = String.valueOf(e.getMessage());
      return Optional.empty();
    }
  }

  /** Returns whether the last look saw each fault; without an answer of Kafka, only its own. */
  Map<AlarmKind, Boolean> faults() {
    if (!problem.isEmpty() || last.isEmpty()) {
      return Map.of(AlarmKind.KAFKA, !problem.isEmpty());
    }

    Lag now = last.get();
    return Map.of(
        AlarmKind.KAFKA,
        false,
        AlarmKind.BEHIND,
        now.millis() > MAX_LAG.toMillis(),
        AlarmKind.NO_READINGS,
        now.hasBegun() && now.records() == 0 && now.done() == doneBefore);
  }

  /** Returns the results of the last look. */
  List<HealthCheck> checks() {
    return List.of(
        new HealthCheck("kafka", problem.isEmpty(), problem.isEmpty() ? "responds" : problem),
        commits());
  }

  @Override
  public void close() {
    group.close();
  }

  private boolean isMoving(Lag now) {
    return now.hasBegun()
        && (now.records() == 0
            || last.filter(Lag::hasBegun)
                .filter(before -> before.done() != now.done())
                .isPresent());
  }

  private HealthCheck commits() {
    String lag = last.map(now -> "lag " + now.records() + " records").orElse("lag unknown");
    if (!hasMoved) {
      return new HealthCheck("positions", false, lag + ", no commit seen yet");
    }

    Duration pause = Duration.ofNanos(System.nanoTime() - movedNanos);
    return new HealthCheck(
        "positions",
        pause.compareTo(MAX_PAUSE) <= 0,
        lag + ", last progress " + pause.toSeconds() + " s ago");
  }
}
