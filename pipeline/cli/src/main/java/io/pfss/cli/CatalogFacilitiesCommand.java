// SPDX-License-Identifier: Apache-2.0
package io.pfss.cli;

import io.pfss.models.reading.PlantIds;
import io.pfss.pipeline.catalog.FacilityRecord;
import io.pfss.pipeline.catalog.FacilityRecords;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists and changes the facilities of the catalog. */
@Command(
    name = "facilities",
    description =
        "Lists the facilities: their names, rated values and limits. A running job uses a change"
            + " within a minute.",
    footer = "pfss catalog facilities --import=facilities.csv --retire=TR-7",
    mixinStandardHelpOptions = true)
final class CatalogFacilitiesCommand implements Runnable {
  @Mixin private CatalogOptions catalog;

  @Option(
      names = "--import",
      description =
          "Adds and replaces the facilities of a CSV file with a header line, or of a JSON array:"
              + " sensor_id or plant_id (an id as TR-7 that the sensor sends), name, and optionally"
              + " site, rated_power (VA), rated_voltage (V), rated_current (A), normal_limit and"
              + " warning_limit (power factor, 0 to 1), in_service (true or false).")
  private Path file;

  @Option(
      names = "--retire",
      split = ",",
      paramLabel = "ID",
      description =
          "Takes facilities out of service: they raise no alarm and are not shown. Their readings"
              + " are still stored.")
  private List<String> retired = List.of();

  @Option(
      names = "--reinstate",
      split = ",",
      paramLabel = "ID",
      description = "Puts retired facilities into service again.")
  private List<String> reinstated = List.of();

  @Option(names = "--csv", description = "Prints CSV, for --import.")
  private boolean isCsv;

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    FacilityRecords records = catalog.open().database().facilities();
    List<FacilityRecord> known = records.all();
    Map<Long, FacilityRecord> all = new HashMap<>();
    known.forEach(each -> all.put(each.sensorId(), each));
    Set<Long> changed = new LinkedHashSet<>();
    Consumer<FacilityRecord> change =
        each -> {
          all.put(each.sensorId(), each);
          changed.add(each.sensorId());
        };
    if (file != null) {
      FacilityFile.read(file, known).forEach(change);
    }

    retired.forEach(id -> change.accept(facility(all, id).inService(false)));
    reinstated.forEach(id -> change.accept(facility(all, id).inService(true)));
    if (!changed.isEmpty()) {
      records.replace(changed.stream().map(all::get).toList());
    }

    print(records.all());
  }

  /** A number that the catalog does not have is that of a facility without a name. */
  private static FacilityRecord facility(Map<Long, FacilityRecord> all, String id) {
    String normal = PlantIds.normal(id);
    return all.values().stream()
        .filter(each -> each.id().equals(normal))
        .findFirst()
        .orElseGet(
            () -> {
              long number = number(normal);
              return Optional.ofNullable(all.get(number))
                  .orElseGet(() -> FacilityRecord.of(number, Long.toString(number), ""));
            });
  }

  private static long number(String id) {
    try {
      return Long.parseLong(id);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(Pfss.text("facilities.unknown", id), e);
    }
  }

  private void print(List<FacilityRecord> facilities) {
    if (isCsv) {
      spec.commandLine().getOut().print(FacilityFile.csv(facilities));
      spec.commandLine().getOut().flush();
      return;
    }

    TextTable.print(
        spec.commandLine().getOut(),
        "facilities",
        facilities.stream().map(CatalogFacilitiesCommand::row).toList());
  }

  private static List<?> row(FacilityRecord facility) {
    return List.of(
        facility.sensorId(),
        facility.plantId().orElse("-"),
        facility.name(),
        facility.site(),
        text(facility.ratedPower()),
        text(facility.ratedVoltage()),
        text(facility.ratedCurrent()),
        text(facility.normalLimit()),
        text(facility.warningLimit()),
        Pfss.text(facility.inService() ? "facilities.in_service" : "facilities.retired"));
  }

  private static String text(OptionalDouble value) {
    return value.isPresent() ? Double.toString(value.getAsDouble()) : "-";
  }
}
