// SPDX-License-Identifier: Apache-2.0
package io.pfss.driver.alarm;

import io.pfss.models.reading.SafeText;
import io.pfss.pipeline.alert.Alarm;
import io.pfss.pipeline.alert.AlarmKind;
import io.pfss.pipeline.alert.AlarmSeverity;
import io.pfss.pipeline.alert.Alert;
import io.pfss.pipeline.catalog.AlarmRecord;
import io.pfss.pipeline.catalog.AlarmRecords;
import io.pfss.pipeline.catalog.CatalogUnavailableException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Records the lives of alarms in the catalog. An alarm whose severity changes is the same one. One
 * that cleared while no job ran, or the catalog was unavailable, is closed later. Lives that ended
 * more than 400 days ago are deleted. Not thread-safe.
 */
final class AlarmHistory {
  private static final Duration MAX_AGE = Duration.ofDays(400);

  /** The column has 200, of which an ellipsis is one. */
  private static final int MAX_BY = 199;

  private static final Duration DELETE_PERIOD = Duration.ofHours(6);

  private final Supplier<AlarmRecords> records;
  private final Map<Long, Alert> last;
  private final Clock clock;

  /** Those that the catalog has as open; null until they are read. */
  private @Nullable Map<Key, AlarmRecord> open;

  private Map<Key, Alarm> before = Map.of();
  private Instant lastDelete = Instant.EPOCH;

  /**
   * Creates a history.
   *
   * @param last the last alert of each sensor
   */
  AlarmHistory(Supplier<AlarmRecords> records, Map<Long, Alert> last, Clock clock) {
    this.records = records;
    this.last = last;
    this.clock = clock;
  }

  /**
   * Records what has changed.
   *
   * @throws CatalogUnavailableException if the catalog is unavailable: the next call records it
   */
  void update(OpenAlarms now, Function<Alarm, Optional<AlarmAcknowledgement>> acknowledgements) {
    if (open == null) {
      Map<Key, AlarmRecord> stored = new HashMap<>();
      records.get().open().forEach(each -> stored.put(Key.of(each), each));
      open = stored;
    }

    List<AlarmRecord> changed = new ArrayList<>();
    Map<Key, AlarmRecord> next = new HashMap<>(open);
    Map<Key, Alarm> seen = new HashMap<>();
    for (Alarm alarm : now.alarms()) {
      Key key = Key.of(alarm);
      seen.put(key, alarm);
      AlarmRecord known = next.get(key);
      if (known != null && isOther(before.get(key), alarm)) {
        changed.add(cleared(known, alarm.sinceMillis()));
        known = null;
      }

      AlarmRecord life = life(known, alarm, acknowledgements.apply(alarm));
      if (!life.equals(known)) {
        changed.add(life);
        next.put(key, life);
      }
    }

    open.forEach(
        (key, life) -> {
          if (!seen.containsKey(key) && isKnown(key, now)) {
            changed.add(cleared(life, clearedAt(life)));
            next.remove(key);
          }
        });
    if (!changed.isEmpty()) {
      records.get().save(changed);
    }

    open = next;
    before = seen;
    deleteOld();
  }

  /** Whether an alarm has cleared and was raised again between two calls. */
  private static boolean isOther(@Nullable Alarm earlier, Alarm now) {
    return earlier != null
        && earlier.severity() == now.severity()
        && earlier.sinceMillis() != now.sinceMillis();
  }

  private static boolean isKnown(Key key, OpenAlarms now) {
    return now.known().stream().anyMatch(kind -> kind.word().equals(key.kind));
  }

  private AlarmRecord life(
      @Nullable AlarmRecord known, Alarm alarm, Optional<AlarmAcknowledgement> acknowledgement) {
    String severity = alarm.severity().word();
    AlarmRecord life =
        known == null
            ? new AlarmRecord(
                alarm.kind().word(),
                alarm.sensorId().orElse(0),
                alarm.sinceMillis(),
                severity,
                Optional.empty(),
                OptionalLong.empty(),
                OptionalLong.empty())
            : known;
    // A silence of before was for another alarm, or shelved this one in advance.
    boolean isNowAcknowledged =
        life.acknowledgedBy().isEmpty()
            && acknowledgement.filter(each -> each.fromMillis() >= life.raisedAt()).isPresent();
    return new AlarmRecord(
        life.kind(),
        life.sensorId(),
        life.raisedAt(),
        life.severity().equals(AlarmSeverity.CRITICAL.word()) ? life.severity() : severity,
        isNowAcknowledged
            ? acknowledgement.map(each -> SafeText.of(each.by(), MAX_BY))
            : life.acknowledgedBy(),
        isNowAcknowledged
            ? OptionalLong.of(acknowledgement.orElseThrow().fromMillis())
            : life.acknowledgedAt(),
        OptionalLong.empty());
  }

  /**
   * Returns when the last alert of the facility said that the alarm is over; now if none says so,
   * as for a facility that is retired.
   */
  private long clearedAt(AlarmRecord life) {
    Alert alert = AlarmKind.isOfFacility(life.kind()) ? last.get(life.sensorId()) : null;
    return Optional.ofNullable(alert)
        .filter(each -> each.timeMillis() > life.raisedAt())
        .filter(each -> Alarm.openOf(each).stream().map(Key::of).noneMatch(Key.of(life)::equals))
        .map(each -> Math.min(each.timeMillis(), clock.millis()))
        .orElseGet(clock::millis);
  }

  private static AlarmRecord cleared(AlarmRecord life, long atMillis) {
    return new AlarmRecord(
        life.kind(),
        life.sensorId(),
        life.raisedAt(),
        life.severity(),
        life.acknowledgedBy(),
        life.acknowledgedAt(),
        OptionalLong.of(Math.max(atMillis, life.raisedAt())));
  }

  private void deleteOld() {
    Instant now = clock.instant();
    if (now.isAfter(lastDelete.plus(DELETE_PERIOD))) {
      records.get().deleteClearedBefore(now.minus(MAX_AGE).toEpochMilli());
      lastDelete = now;
    }
  }

  private record Key(String kind, long sensorId) {
    static Key of(AlarmRecord life) {
      return new Key(life.kind(), life.sensorId());
    }

    static Key of(Alarm alarm) {
      return new Key(alarm.kind().word(), alarm.sensorId().orElse(0));
    }
  }
}
