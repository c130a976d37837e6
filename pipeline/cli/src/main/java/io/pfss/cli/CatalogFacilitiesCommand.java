package io.pfss.cli;

import io.pfss.pipeline.catalog.FacilityRecord;
import io.pfss.pipeline.catalog.FacilityRecords;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What is known of the facilities. */
@Command(
    name = "facilities",
    description = "What is known of the facilities; --import says more.",
    mixinStandardHelpOptions = true)
final class CatalogFacilitiesCommand implements Runnable {
  @Mixin private CatalogOptions catalog;

  @Option(
      names = "--import",
      description =
          "File with a JSON array of objects to take in: sensor_id and name, and where they are"
              + " known site, rated_power (VA), rated_voltage (V), rated_current (A).")
  private Path file;

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    FacilityRecords records = catalog.open().database().facilities();
    if (file != null) {
      records.replace(FacilityFile.read(file));
    }

    TextTable.print(
        spec.commandLine().getOut(),
        List.of("SENSOR", "NAME", "SITE", "RATED VA", "RATED V", "RATED A"),
        records.all().stream().map(CatalogFacilitiesCommand::row).toList(),
        "No facility is recorded: --import takes them in.");
  }

  private static List<String> row(FacilityRecord facility) {
    return List.of(
        Long.toString(facility.sensorId()),
        facility.name(),
        facility.site(),
        text(facility.ratedPower()),
        text(facility.ratedVoltage()),
        text(facility.ratedCurrent()));
  }

  private static String text(OptionalDouble value) {
    return value.isPresent() ? Double.toString(value.getAsDouble()) : "-";
  }
}
