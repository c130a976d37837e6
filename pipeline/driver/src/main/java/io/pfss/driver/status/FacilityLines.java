// SPDX-License-Identifier: Apache-2.0
package io.pfss.driver.status;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.influxdb.dto.Point;
import org.jspecify.annotations.Nullable;

/**
 * Decides which points have to be written, so that their number has a bound, and which times they
 * have. Not thread-safe.
 *
 * <ul>
 *   <li>{@code facility_status}: a facility has a point for each hour, each change of its state and
 *       each start of the driver. Its other values replace those of its last point. So 10,000
 *       facilities whose state does not change have 240,000 points a day.
 *   <li>{@code facility_alarm}: an open alarm has a point for each minute, so a cleared one
 *       disappears.
 *   <li>{@code facility_counts}: one point for each call.
 * </ul>
 */
final class FacilityLines {
  private static final String COUNTS = "facility_counts";
  private static final long HOUR_MILLIS = TimeUnit.HOURS.toMillis(1);
  private static final long MINUTE_MILLIS = TimeUnit.MINUTES.toMillis(1);

  /** Writes lines; a line that InfluxDB will never accept does not fail it. */
  interface Writer {
    void write(List<String> lines) throws IOException;
  }

  private final String job;
  private Map<Long, Written> written = Map.of();
  private Set<String> alarmsOfMinute = Set.of();

  /**
   * Nothing is written yet.
   *
   * @param job the consumer group
   */
  FacilityLines(String job) {
    this.job = job;
  }

  /**
   * Writes what has changed.
   *
   * @throws IOException if InfluxDB is unavailable; the next call writes what is then missing
   */
  void write(Collection<FacilityStatus> facilities, long nowMillis, Writer writer)
      throws IOException {
    List<String> lines = new ArrayList<>();
    Map<Long, Written> next = new HashMap<>();
    Set<String> alarms = new HashSet<>();
    for (FacilityStatus facility : facilities) {
      Written last = written.get(facility.sensorId());
      Written now = Written.of(facility, last, nowMillis);
      next.put(facility.sensorId(), now);
      if (!now.equals(last)) {
        lines.add(facility.statusLine(now.change, now.millis));
      }

      alarms.addAll(facility.alarmLines(nowMillis - nowMillis % MINUTE_MILLIS));
    }

    alarms.stream().filter(line -> !alarmsOfMinute.contains(line)).forEach(lines::add);
    lines.add(counts(facilities, nowMillis));
    writer.write(lines);
    written = next;
    alarmsOfMinute = alarms;
  }

  private String counts(Collection<FacilityStatus> facilities, long nowMillis) {
    Point.Builder point =
        Point.measurement(COUNTS)
            .tag("job", job)
            .time(nowMillis, TimeUnit.MILLISECONDS)
            .addField("facilities", count(facilities, each -> !each.isRetired()))
            .addField("alarms", facilities.stream().mapToLong(each -> each.alarms().size()).sum());
    FacilityStatus.STATES.forEach(
        state -> point.addField(state, count(facilities, each -> each.state().equals(state))));
    return point.build().lineProtocol(TimeUnit.MILLISECONDS);
  }

  private static long count(
      Collection<FacilityStatus> facilities, Predicate<FacilityStatus> wanted) {
    return facilities.stream().filter(wanted).count();
  }

  /**
   * The last point of a facility.
   *
   * @param change by how much the code of its state rose, if the point began the state; otherwise 0
   * @param millis its time
   */
  private record Written(FacilityStatus facility, long change, long millis) {
    static Written of(FacilityStatus facility, @Nullable Written last, long nowMillis) {
      if (last == null) {
        return new Written(facility, 0, nowMillis);
      }

      FacilityStatus before = last.facility;
      if (!before.state().equals(facility.state())) {
        boolean isService = before.isRetired() || facility.isRetired();
        return new Written(facility, isService ? 0 : facility.code() - before.code(), nowMillis);
      }

      // A value that is not known any more would stay in a point that is written again.
      if (!facility.fields().keySet().containsAll(before.fields().keySet())) {
        return new Written(facility, 0, nowMillis);
      }

      long hour = nowMillis - nowMillis % HOUR_MILLIS;
      return hour <= last.millis || facility.isRetired()
          ? new Written(facility, last.change, last.millis)
          : new Written(facility, 0, hour);
    }
  }
}
