// SPDX-License-Identifier: Apache-2.0
package io.pfss.cli;

import io.pfss.models.reading.PlantIds;
import io.pfss.models.text.Message;
import io.pfss.pipeline.alert.AlarmKind;
import io.pfss.pipeline.catalog.AlarmRecord;
import io.pfss.pipeline.catalog.CatalogDatabase;
import io.pfss.pipeline.catalog.FacilityRecord;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints the alarms that the main job recorded in the catalog. */
@Command(
    name = "alarms",
    description = "Prints alarms: those that are open, their history, and its figures.",
    mixinStandardHelpOptions = true)
final class AlarmsCommand {
  @Spec private CommandSpec spec;

  @Command(
      name = "list",
      description = "Lists the open alarms, the latest first, as of the last seconds of the job.",
      footer = "pfss alarms list",
      mixinStandardHelpOptions = true)
  void list(@Mixin CatalogOptions catalog) {
    CatalogDatabase database = catalog.open().database();
    print(database.alarms().open(), facilities(database), Pfss.text("alarms.none_open"));
  }

  @Command(
      name = "history",
      description =
          "Lists the alarms that were open at some time of a range, the latest first. They are kept"
              + " for 400 days after they cleared.",
      footer = "pfss alarms history --from=7d --summary",
      mixinStandardHelpOptions = true)
  void history(
      @Mixin CatalogOptions catalog,
      @Mixin TimeRange range,
      @Option(
              names = "--facility",
              paramLabel = "ID",
              description = "Only those of a facility: its id in the plant or its number.")
          String facility,
      @Option(
              names = "--summary",
              description =
                  "Prints the figures of ISA-18.2 instead: alarms for each facility and day, the ten"
                      + " worst facilities, the share of time in alarm, chattering alarms (raised"
                      + " three times in 10 minutes) and stale ones (open for more than 24 hours).")
          boolean isSummary) {
    CatalogDatabase database = catalog.open().database();
    Map<Long, FacilityRecord> facilities = facilities(database);
    Predicate<AlarmRecord> isChosen =
        facility == null ? any -> true : alarm -> isOf(alarm, facility, facilities);
    List<AlarmRecord> alarms =
        database.alarms().between(range.from().toEpochMilli(), range.to().toEpochMilli()).stream()
            .filter(isChosen)
            .toList();
    if (isSummary) {
      print(AlarmFigures.of(alarms, facilities.values(), range.from(), range.to()), facilities);
    } else {
      print(alarms, facilities, Pfss.text("alarms.none_in_range"));
    }
  }

  private void print(List<AlarmRecord> alarms, Map<Long, FacilityRecord> facilities, String none) {
    TextTable.print(
        out(),
        List.of(Pfss.text("alarms.head").split("\\|")),
        alarms.stream().map(alarm -> row(alarm, facilities)).toList(),
        none);
  }

  private static List<?> row(AlarmRecord alarm, Map<Long, FacilityRecord> facilities) {
    long end = alarm.clearedAt().orElse(System.currentTimeMillis());
    return List.of(
        TextTable.time(alarm.raisedAt()),
        TextTable.time(alarm.clearedAt()),
        text(Duration.ofMillis(Math.max(0, end - alarm.raisedAt()))),
        alarm.kind(),
        alarm.severity(),
        AlarmKind.isOfFacility(alarm.kind()) ? label(alarm.sensorId(), facilities) : "-",
        alarm
            .acknowledgedBy()
            .map(by -> by + ", " + TextTable.time(alarm.acknowledgedAt()))
            .orElse("-"));
  }

  private void print(AlarmFigures figures, Map<Long, FacilityRecord> facilities) {
    List<List<?>> rows = new ArrayList<>();
    rows.add(List.of(Pfss.text("figures.raised"), figures.raised()));
    rows.add(List.of(Pfss.text("figures.pipeline"), figures.ofPipeline()));
    rows.add(List.of(Pfss.text("figures.per_day"), Message.of("%.3f", figures.perFacilityDay())));
    rows.add(List.of(Pfss.text("figures.time"), percent(figures.timeShare())));
    rows.add(List.of(Pfss.text("figures.worst"), percent(figures.worstShare())));
    rows.add(List.of(Pfss.text("figures.chattering"), figures.chattering().size()));
    rows.add(List.of(Pfss.text("figures.stale"), figures.stale().size()));
    TextTable.print(out(), "figures", rows);
    out().println();
    TextTable.print(
        out(),
        "worst",
        figures.worst().stream()
            .map(each -> List.of(label(each.sensorId(), facilities), each.alarms()))
            .toList());
    print("chattering", figures.chattering(), facilities);
    print("stale", figures.stale(), facilities);
  }

  private void print(
      String key, List<AlarmFigures.Source> sources, Map<Long, FacilityRecord> facilities) {
    if (!sources.isEmpty()) {
      out().println();
      TextTable.print(
          out(),
          key,
          sources.stream()
              .map(each -> List.of(label(each.sensorId(), facilities), each.kind()))
              .toList());
    }
  }

  private static Map<Long, FacilityRecord> facilities(CatalogDatabase database) {
    return database.facilities().all().stream()
        .collect(Collectors.toMap(FacilityRecord::sensorId, Function.identity()));
  }

  private static boolean isOf(
      AlarmRecord alarm, String facility, Map<Long, FacilityRecord> facilities) {
    String normal = PlantIds.normal(facility);
    FacilityRecord known = facilities.get(alarm.sensorId());
    return AlarmKind.isOfFacility(alarm.kind())
        && (Long.toString(alarm.sensorId()).equals(normal)
            || (known != null && known.id().equals(normal)));
  }

  private static String label(long sensorId, Map<Long, FacilityRecord> facilities) {
    FacilityRecord facility = facilities.get(sensorId);
    return facility == null ? Long.toString(sensorId) : facility.label();
  }

  private static String percent(double share) {
    return Message.of("%.2f %%", 100 * share);
  }

  private static String text(Duration time) {
    return time.toDays() > 0
        ? Pfss.text("lasted", time.toDays(), time.toHoursPart())
        : Message.of("%d:%02d:%02d", time.toHours(), time.toMinutesPart(), time.toSecondsPart());
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
