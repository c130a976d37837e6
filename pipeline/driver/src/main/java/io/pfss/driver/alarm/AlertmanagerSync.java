// SPDX-License-Identifier: Apache-2.0
package io.pfss.driver.alarm;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.collect.Lists;

/**
 * Keeps a part of Alertmanager's alerts equal to the open alarms, whichever side restarts.
 *
 * <p>Alerts are posted when they open or end. As Alertmanager forgets alerts when it restarts, all
 * are posted again each minute and after its restart; those that ended, for 15 minutes. Not
 * thread-safe.
 */
final class AlertmanagerSync {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** An alert ends by itself after this time: a job that is down for a weekend resolves nothing. */
  static final Duration LIFE = Duration.ofDays(3);

  /** Longer than Alertmanager waits until it tells people. */
  static final Duration REPEAT_ENDED = Duration.ofMinutes(15);

  static final Duration REPEAT = Duration.ofMinutes(1);
  private static final int BATCH = 500;

  private final AlertmanagerClient client;
  private final List<String> filter;
  private final Clock clock;
  private final Map<Map<String, String>, Entry> entries = new HashMap<>();
  private Instant lastRepeat = Instant.EPOCH;
  private Instant serverStart = Instant.EPOCH;
  private boolean hasAdopted;

  /**
   * Creates a part.
   *
   * @param filter what all alerts of this part, and no others, match: conditions such as {@code
   *     job="pfss"}
   */
  AlertmanagerSync(AlertmanagerClient client, Clock clock, List<String> filter) {
    this.client = client;
    this.clock = clock;
    this.filter = filter;
  }

  /**
   * Posts what has changed. After an error, the next call posts what was not accepted.
   *
   * @param open the open alerts; those of former calls that are not among them have ended
   * @param recentlyEnded those that ended shortly before the first call
   * @param start when Alertmanager started
   * @throws IOException if Alertmanager is unavailable
   */
  void update(
      Collection<AlertmanagerAlert> open,
      Supplier<Collection<AlertmanagerAlert>> recentlyEnded,
      Instant start)
      throws IOException, InterruptedException {
    Instant now = clock.instant();
    adopt(recentlyEnded);
    Map<Map<String, String>, AlertmanagerAlert> wanted =
        open.stream().collect(Collectors.toMap(AlertmanagerAlert::labels, Function.identity()));
    entries.replaceAll((labels, entry) -> wanted.containsKey(labels) ? entry : entry.endedAt(now));
    wanted.forEach(
        (labels, alert) ->
            entries.compute(
                labels,
                (any, entry) ->
                    new Entry(
                        alert,
                        Optional.empty(),
                        entry != null && entry.end.isEmpty() && entry.isPosted)));
    if (!start.equals(serverStart) || now.isAfter(lastRepeat.plus(REPEAT))) {
      entries.replaceAll((labels, entry) -> entry.posted(false));
      serverStart = start;
      lastRepeat = now;
    }

    post(now);
    Instant oldest = now.minus(REPEAT_ENDED);
    entries.values().removeIf(entry -> entry.end.filter(end -> end.isBefore(oldest)).isPresent());
  }

  /** Learns what former processes posted. */
  private void adopt(Supplier<Collection<AlertmanagerAlert>> recentlyEnded)
      throws IOException, InterruptedException {
    if (!hasAdopted) {
      List<AlertmanagerAlert> theirs = client.open(filter);
      recentlyEnded.get().forEach(each -> entries.put(each.labels(), Entry.of(each)));
      theirs.forEach(each -> entries.put(each.labels(), Entry.of(each)));
      hasAdopted = true;
    }
  }

  private void post(Instant now) throws IOException, InterruptedException {
    List<Entry> due =
        entries.values().stream()
            .filter(entry -> !entry.isPosted)
            // The end of an alarm comes after what inhibits it.
            .sorted(Comparator.comparing(entry -> entry.end.isPresent()))
            .toList();
    for (List<Entry> batch : Lists.partition(due, BATCH)) {
      ArrayNode alerts = JSON.createArrayNode();
      batch.forEach(
          entry ->
              alerts.add(entry.alert.json(JSON, entry.end.orElse(now.plus(LIFE)).toEpochMilli())));
      client.post(alerts);
      batch.forEach(entry -> entries.put(entry.alert.labels(), entry.posted(true)));
    }
  }

  /**
   * An alert that Alertmanager has or should have.
   *
   * @param end when it ended; empty while it is open
   */
  private record Entry(AlertmanagerAlert alert, Optional<Instant> end, boolean isPosted) {
    static Entry of(AlertmanagerAlert alert) {
      return new Entry(alert, Optional.empty(), false);
    }

    Entry endedAt(Instant now) {
      return end.isPresent() ? this : new Entry(alert, Optional.of(now), false);
    }

    Entry posted(boolean isPostedNow) {
      return new Entry(alert, end, isPostedNow);
    }
  }
}
