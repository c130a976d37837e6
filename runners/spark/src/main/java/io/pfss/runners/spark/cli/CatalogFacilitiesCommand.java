package io.pfss.runners.spark.cli;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pfss.pipeline.catalog.FacilityRecord;
import io.pfss.pipeline.catalog.FacilityRecords;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
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
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

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
      records.replace(read(file));
    }

    TextTable.print(
        spec.commandLine().getOut(),
        List.of("SENSOR", "NAME", "SITE", "RATED VA", "RATED V", "RATED A"),
        records.all().stream().map(CatalogFacilitiesCommand::row).toList(),
        "No facility is recorded: --import takes them in.");
  }

  private static List<FacilityRecord> read(Path file) {
    JsonNode facilities;
    try {
      facilities = JSON.readTree(file.toFile());
    } catch (IOException e) {
      throw new IllegalArgumentException(file + " cannot be read: " + e.getMessage(), e);
    }

    if (!facilities.isArray()) {
      throw new IllegalArgumentException(file + " holds no JSON array");
    }

    List<FacilityRecord> records = new ArrayList<>();
    for (JsonNode facility : facilities) {
      if (!facility.path("sensor_id").isIntegralNumber() || !facility.path("name").isTextual()) {
        throw new IllegalArgumentException(
            file + ": a facility has an integer sensor_id and a name, not " + facility);
      }

      records.add(
          new FacilityRecord(
              facility.get("sensor_id").asLong(),
              facility.get("name").asText(),
              facility.path("site").asText(""),
              number(file, facility, "rated_power"),
              number(file, facility, "rated_voltage"),
              number(file, facility, "rated_current")));
    }

    return records;
  }

  private static OptionalDouble number(Path file, JsonNode facility, String name) {
    JsonNode value = facility.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return OptionalDouble.empty();
    }

    if (!value.isNumber()) {
      throw new IllegalArgumentException(file + ": " + name + " is no number: " + value);
    }

    return OptionalDouble.of(value.asDouble());
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
