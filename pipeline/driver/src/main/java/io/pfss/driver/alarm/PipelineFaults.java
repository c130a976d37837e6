// SPDX-License-Identifier: Apache-2.0
package io.pfss.driver.alarm;

import io.pfss.pipeline.alert.Alarm;
import io.pfss.pipeline.alert.AlarmKind;
import io.pfss.pipeline.alert.AlarmSeverity;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * The alarms of the pipeline. A fault raises one when it has been seen for a minute without a
 * break, and clears it when it has not been seen for a minute; {@link AlarmKind#NO_READINGS}, for
 * the time after which a sensor is silent, if that is longer. Thread-safe.
 */
public final class PipelineFaults {
  private static final Duration HOLD = Duration.ofMinutes(1);

  private final LongSupplier nanos;
  private final Duration noReadingsHold;
  private final Map<AlarmKind, Fault> faults = new EnumMap<>(AlarmKind.class);
  private OptionalLong startNanos = OptionalLong.empty();

  /**
   * Creates faults that are unknown.
   *
   * @param silence the time after which a sensor is silent
   */
  PipelineFaults(Duration silence, LongSupplier nanos) {
    this.noReadingsHold = silence.compareTo(HOLD) > 0 ? silence : HOLD;
    this.nanos = nanos;
  }

  /** Takes note of which faults are seen now; a kind that is not in the map is unknown now. */
  public synchronized void update(Map<AlarmKind, Boolean> seen) {
    long now = nanos.getAsLong();
    if (startNanos.isEmpty()) {
      startNanos = OptionalLong.of(now);
    }

    seen.forEach((kind, isSeen) -> faults.merge(kind, Fault.first(isSeen, now), Fault::next));
    faults.replaceAll(
        (kind, fault) -> now - fault.changeNanos >= hold(kind).toNanos() ? fault.lasting() : fault);
  }

  /** Returns the open alarms; empty until they are known. */
  synchronized Optional<List<Alarm>> open() {
    if (startNanos.isEmpty()
        || nanos.getAsLong() - startNanos.getAsLong() < noReadingsHold.toNanos()) {
      return Optional.empty();
    }

    return Optional.of(
        faults.entrySet().stream()
            .filter(each -> each.getValue().sinceMillis > 0)
            .map(each -> alarm(each.getKey(), each.getValue().sinceMillis))
            .toList());
  }

  static Alarm alarm(AlarmKind kind, long sinceMillis) {
    return new Alarm(OptionalLong.empty(), kind, AlarmSeverity.CRITICAL, sinceMillis);
  }

  private Duration hold(AlarmKind kind) {
    return kind == AlarmKind.NO_READINGS ? noReadingsHold : HOLD;
  }

  /**
   * What is known of a fault.
   *
   * @param isSeen whether it was seen the last time
   * @param changeNanos when that changed
   * @param changeMillis the same in ms since the epoch
   * @param sinceMillis since when its alarm is open, in ms since the epoch; 0 if it is not
   */
  private record Fault(boolean isSeen, long changeNanos, long changeMillis, long sinceMillis) {
    static Fault first(boolean isSeen, long nanos) {
      return new Fault(isSeen, nanos, System.currentTimeMillis(), 0);
    }

    Fault next(Fault now) {
      return now.isSeen == isSeen
          ? this
          : new Fault(now.isSeen, now.changeNanos, now.changeMillis, sinceMillis);
    }

    Fault lasting() {
      boolean isNew = isSeen && sinceMillis == 0;
      return new Fault(
          isSeen, changeNanos, changeMillis, isNew ? changeMillis : isSeen ? sinceMillis : 0);
    }
  }
}
