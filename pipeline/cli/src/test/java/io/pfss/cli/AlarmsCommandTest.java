// SPDX-License-Identifier: Apache-2.0
package io.pfss.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.pfss.pipeline.catalog.AlarmRecord;
import io.pfss.pipeline.catalog.CatalogDatabase;
import io.pfss.pipeline.catalog.CatalogSettings;
import io.pfss.pipeline.catalog.FacilityRecord;
import io.pfss.pipeline.catalog.WarehouseCatalog;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlarmsCommandTest {
  private static final Instant START = Instant.parse("2020-03-01T00:00:00Z");

  @TempDir private Path folder;
  private CatalogDatabase database;

  @BeforeEach
  void createCatalog() throws Exception {
    CatalogSettings settings = CatalogSettings.inFile(folder.resolve("catalog.db").toString());
    WarehouseCatalog.prepare(settings, folder.resolve("warehouse").toString());
    database = WarehouseCatalog.of(settings).database();
    database
        .facilities()
        .replace(List.of(FacilityRecord.of(7, "변압기 7", "1공장"), FacilityRecord.of(8, "변압기 8", "")));
  }

  @Test
  void listsTheOpenOnes() {
    assertThat(output("list")).isEqualTo("No alarm is open.\n");
    database.alarms().save(List.of(alarm("state", 7, 0, 0), alarm("silent", 8, 0, 5)));

    assertThat(output("list").lines().toList())
        .hasSize(2)
        .last()
        .asString()
        .matches("2020-03-01 00:00:00\\S* +- +\\d+ d .* +state +critical +변압기 7, 1공장 +-");
  }

  @Test
  void printsTheHistoryOfAFacility() {
    AlarmRecord acknowledged =
        new AlarmRecord(
            "risk",
            7,
            START.toEpochMilli(),
            "warning",
            Optional.of("김"),
            OptionalLong.of(START.plusSeconds(90).toEpochMilli()),
            OptionalLong.of(START.plusSeconds(125).toEpochMilli()));
    database.alarms().save(List.of(acknowledged, alarm("state", 8, 0, 5)));

    assertThat(output("history", "--facility=7"))
        .contains("risk", "0:02:05", "김, 2020-03-01 00:01:30")
        .doesNotContain("변압기 8");
    assertThat(output("history", "--from=2020-03-02")).isEqualTo("No alarm was open.\n");
  }

  @Test
  void printsTheFiguresOfTheStandard() {
    database
        .alarms()
        .save(
            List.of(
                alarm("state", 7, 0, 2),
                alarm("state", 7, 4, 6),
                alarm("state", 7, 10, 12),
                // Open beside the one above, for a minute longer.
                alarm("silent", 7, 11, 13),
                alarm("risk", 8, 0, 25 * 60),
                alarm("behind", 0, 0, 60)));

    assertThat(output("history", "--summary", "--to=2020-03-03").lines().map(String::strip))
        .contains(
            "alarms raised                     5",
            "of the pipeline, too              1",
            "alarms for each facility and day  1.250",
            // 7 minutes of one and 25 hours of the other, in two days of both.
            "share of time in alarm            26.16 %",
            "share of the ten worst            100.00 %",
            "chattering alarms                 1",
            "stale alarms                      1",
            "변압기 7, 1공장        4");
  }

  private static AlarmRecord alarm(String kind, long sensor, int fromMinute, int toMinute) {
    return new AlarmRecord(
        kind,
        sensor,
        START.plus(Duration.ofMinutes(fromMinute)).toEpochMilli(),
        "critical",
        Optional.empty(),
        OptionalLong.empty(),
        toMinute == 0
            ? OptionalLong.empty()
            : OptionalLong.of(START.plus(Duration.ofMinutes(toMinute)).toEpochMilli()));
  }

  private String output(String command, String... options) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    List<String> arguments = new ArrayList<>(List.of("alarms", command));
    arguments.add("--catalog-url=jdbc:sqlite:" + folder.resolve("catalog.db"));
    arguments.addAll(List.of(options));
    assertThat(
            Pfss.run(arguments.toArray(String[]::new), new PrintWriter(out), new PrintWriter(err)))
        .as(err.toString())
        .isZero();
    return out.toString();
  }
}
