package io.pfss.driver.metrics;

import io.pfss.driver.web.HealthCheck;
import io.pfss.pipeline.source.GroupLag;
import io.pfss.pipeline.source.GroupLag.Lag;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Asks for the group's offsets again and again, and says whether it commits. Not thread-safe. */
final class GroupWatch implements AutoCloseable {
  /** A window's merge, or a restart of a sink, holds commits up for some seconds. */
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);

  private final GroupLag group;
  private Optional<Lag> last = Optional.empty();
  private String problem = "";

  /** When offsets were last seen to be committed, or no record to wait; if they ever were. */
  private long movedNanos;

  private boolean hasMoved;

  GroupWatch(GroupLag group) {
    this.group = group;
  }

  /** Asks Kafka; empty if it does not answer. */
  Optional<Lag> look() {
    try {
      Lag now = group.fetch();
      if (isMoving(now)) {
        hasMoved = true;
        movedNanos = System.nanoTime();
      }

      last = Optional.of(now);
      problem = "";
      return last;
    } catch (IOException | RuntimeException e) {
      // Who looks on a schedule must look again.
      problem = String.valueOf(e.getMessage());
      return Optional.empty();
    }
  }

  /** What the last look found. */
  List<HealthCheck> checks() {
    return List.of(
        new HealthCheck("kafka", problem.isEmpty(), problem.isEmpty() ? "answers" : problem),
        positions());
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

  private HealthCheck positions() {
    String waiting = last.map(lag -> lag.records() + " records wait").orElse("not known yet");
    if (!hasMoved) {
      return new HealthCheck("positions", false, waiting + ", no commit was seen yet");
    }

    Duration pause = Duration.ofNanos(System.nanoTime() - movedNanos);
    return new HealthCheck(
        "positions",
        pause.compareTo(LONGEST_PAUSE) <= 0,
        waiting + ", moved or had nothing to do " + pause.toSeconds() + " s ago");
  }
}
