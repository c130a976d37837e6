// SPDX-License-Identifier: Apache-2.0
package io.pfss.driver.alarm;

import io.pfss.pipeline.alert.Alarm;
import io.pfss.pipeline.alert.AlarmKind;
import io.pfss.pipeline.alert.AlarmSeverity;
import io.pfss.pipeline.catalog.AlarmRecord;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The open alarms as alerts of Alertmanager, and its silences as acknowledgements. */
final class Notifications {
  private final AlertmanagerClient client;
  private final AlarmMessages messages;
  private final Supplier<List<AlarmRecord>> recentlyCleared;
  private final Clock clock;
  private final AlertmanagerSync facilities;
  private final AlertmanagerSync pipeline;
  private final Map<Alarm, AlertmanagerAlert> alerts = new HashMap<>();
  private Instant lastRefresh = Instant.EPOCH;
  private volatile Map<Alarm, AlarmAcknowledgement> acknowledgements = Map.of();

  /**
   * Creates notifications.
   *
   * @param recentlyCleared the alarms that the catalog has as cleared a short time ago
   */
  Notifications(
      AlertmanagerClient client,
      AlarmMessages messages,
      Supplier<List<AlarmRecord>> recentlyCleared,
      Clock clock) {
    this.client = client;
    this.messages = messages;
    this.recentlyCleared = recentlyCleared;
    this.clock = clock;
    String mine = AlarmMessages.JOB + "=" + quoted(messages.job());
    String name = quoted(AlarmMessages.PIPELINE_ALERT);
    this.facilities = new AlertmanagerSync(client, clock, List.of(mine, "alertname!=" + name));
    this.pipeline = new AlertmanagerSync(client, clock, List.of(mine, "alertname=" + name));
  }

  /**
   * Tells Alertmanager what has changed, and reads the silences.
   *
   * @throws IOException if Alertmanager is unavailable: the next call tells it
   */
  void update(OpenAlarms open) throws IOException, InterruptedException {
    Instant now = clock.instant();
    if (now.isAfter(lastRefresh.plus(AlertmanagerSync.REPEAT))) {
      // Names, and what to do, change.
      alerts.clear();
      lastRefresh = now;
    }

    // A set: a list would be searched for each alarm.
    alerts.keySet().retainAll(Set.copyOf(open.alarms()));
    open.alarms().forEach(alarm -> alerts.computeIfAbsent(alarm, messages::of));
    Instant start = client.startedAt();
    // First what inhibits others.
    update(pipeline, open, false, start);
    update(facilities, open, true, start);
    acknowledgements = acknowledgements(client.silences());
  }

  @Override
  public String toString() {
    return client.toString();
  }

  /** Returns who has acknowledged an alarm. */
  Optional<AlarmAcknowledgement> acknowledgement(Alarm alarm) {
    return Optional.ofNullable(acknowledgements.get(alarm));
  }

  /** Returns the address of Alertmanager's form for a silence of an alarm. */
  String form(Alarm alarm) {
    Map<String, String> labels = messages.labels(alarm);
    String filter =
        Stream.of(
                labels.containsKey(AlarmMessages.FACILITY)
                    ? AlarmMessages.FACILITY
                    : AlarmMessages.JOB,
                AlarmMessages.KIND,
                AlarmMessages.SEVERITY)
            .map(label -> label + "=" + quoted(labels.getOrDefault(label, "")))
            .collect(Collectors.joining(",", "{", "}"));
    return client.pageUrl()
        + "/#/silences/new?filter="
        + URLEncoder.encode(filter, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** Names come from users and may have quotes. */
  private static String quoted(String value) {
    return '"' + value.replaceAll("[\"\\\\]", "\\\\$0").replace("\n", "\\n") + '"';
  }

  private void update(AlertmanagerSync part, OpenAlarms open, boolean isOfFacilities, Instant start)
      throws IOException, InterruptedException {
    boolean isKnown = open.known().stream().anyMatch(kind -> kind.isOfFacility() == isOfFacilities);
    if (isKnown) {
      part.update(
          alerts.entrySet().stream()
              .filter(each -> each.getKey().kind().isOfFacility() == isOfFacilities)
              .map(Map.Entry::getValue)
              .toList(),
          () -> recentlyEnded(isOfFacilities),
          start);
    }
  }

  /**
   * Returns the alarms that ended so shortly before the start that Alertmanager, if it has been
   * killed too, does not know their end.
   */
  private Collection<AlertmanagerAlert> recentlyEnded(boolean isOfFacilities) {
    return recentlyCleared.get().stream()
        .flatMap(life -> alarm(life).stream())
        .filter(alarm -> alarm.kind().isOfFacility() == isOfFacilities)
        .map(messages::of)
        .toList();
  }

  /** Returns the alarm of a life; empty if a later version recorded it. */
  private static Optional<Alarm> alarm(AlarmRecord life) {
    return AlarmKind.find(life.kind())
        .map(
            kind ->
                new Alarm(
                    kind.isOfFacility() ? OptionalLong.of(life.sensorId()) : OptionalLong.empty(),
                    kind,
                    AlarmSeverity.valueOf(life.severity().toUpperCase(Locale.ROOT)),
                    life.raisedAt()));
  }

  private Map<Alarm, AlarmAcknowledgement> acknowledgements(List<Silence> silences) {
    Map<String, List<Silence>> byFacility =
        silences.stream()
            .collect(
                Collectors.groupingBy(each -> each.onlyValue(AlarmMessages.FACILITY).orElse("")));
    List<Silence> general = byFacility.getOrDefault("", List.of());
    Map<Alarm, AlarmAcknowledgement> found = new HashMap<>();
    alerts.forEach(
        (alarm, alert) ->
            Stream.of(
                    byFacility.getOrDefault(
                        Objects.requireNonNullElse(alert.labels().get(AlarmMessages.FACILITY), ""),
                        List.of()),
                    general)
                .flatMap(List::stream)
                .filter(silence -> silence.covers(alert.labels()))
                .findFirst()
                .ifPresent(silence -> found.put(alarm, silence.acknowledgement())));
    return found;
  }
}
