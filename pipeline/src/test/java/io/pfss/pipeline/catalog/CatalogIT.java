// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pfss.models.soh.ModelDescription;
import io.pfss.pipeline.Readings;
import io.pfss.pipeline.element.ParsedBatch;
import io.pfss.pipeline.element.ReceivedReading;
import io.pfss.pipeline.score.Models;
import io.pfss.pipeline.support.Secret;
import io.pfss.pipeline.warehouse.WriteWarehouse;
import io.pfss.trials.stack.MariaDbServer;
import io.pfss.trials.stack.PostgresServer;
import io.pfss.trials.stack.SharedServers;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.Random;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.iceberg.SerializableTable;
import org.apache.iceberg.util.SerializationUtil;
import org.awaitility.Awaitility;
import org.joda.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The behaviour that all databases of a catalog share. */
@ExtendWith(SharedServers.class)
class CatalogIT {
  private static final long START = Instant.parse("2026-03-01T09:30:00Z").toEpochMilli();
  private static final int WINDOWS = 8;
  private static final int READINGS = 2_000;

  @TempDir Path folder;

  @Test
  void allDatabasesStoreTheSameRows(MariaDbServer mariaDb) throws Exception {
    try (PostgresServer postgres = PostgresServer.start(folder.resolve("postgres"))) {
      Contents file =
          fill("sqlite", CatalogSettings.inFile(folder.resolve("catalog.db").toString()));
      assertThat(file.windows).hasSizeGreaterThan(WINDOWS);
      assertThat(file.windows.stream().mapToLong(WindowCommit::rows).sum()).isEqualTo(READINGS);
      assertThat(file.windows.stream().mapToLong(WindowCommit::lateRows).sum()).isPositive();
      assertThat(file.windows.stream().mapToLong(WindowCommit::duplicates).sum()).isPositive();

      assertThat(fill("mariadb", settings(mariaDb, "filled"))).isEqualTo(file);
      assertThat(fill("postgres", settings(postgres))).isEqualTo(file);
    }
  }

  @Test
  void messageDoesNotShowAWrongPassword(MariaDbServer server) throws Exception {
    Path wrong = Files.writeString(folder.resolve("wrong"), "open sesame");
    CatalogSettings settings =
        new CatalogSettings(
            server.jdbcUrl("pfss"), server.user(), Secret.inFile(wrong.toString()), Map.of());
    assertThatThrownBy(() -> WarehouseCatalog.prepare(settings, root("warehouse")))
        .isInstanceOf(CatalogUnavailableException.class)
        .hasMessageContaining("Access denied")
        .hasMessageNotContaining("open sesame");
  }

  @Test
  void serializedTableHasNoPassword(MariaDbServer server) throws Exception {
    WarehouseCatalog catalog = WarehouseCatalog.prepare(settings(server, "secret"), root("secret"));
    String table =
        new String(
            SerializationUtil.serializeToBytes(SerializableTable.copyOf(catalog.readings())),
            StandardCharsets.ISO_8859_1);
    assertThat(table).contains(server.jdbcUrl("secret")).doesNotContain(server.password());
  }

  @Test
  void commitsReadingsAfterADatabaseOutage() throws Exception {
    try (MariaDbServer server = MariaDbServer.start(folder.resolve("mariadb"))) {
      CatalogSettings settings = settings(server, "away");
      WarehouseCatalog catalog = WarehouseCatalog.prepare(settings, root("away"));
      WriteWarehouse warehouse = warehouse("away", settings).withSweepAfter(Duration.ZERO);
      server.kill();
      write(warehouse, List.of(Readings.at(START, 1), Readings.at(START, 2)));
      assertThat(warehouse.unmerged()).isEqualTo(2);

      server.restart();
      // Each pool may first return a connection that broke with the server, once.
      Awaitility.await()
          .untilAsserted(
              () -> {
                write(warehouse, List.of(Readings.at(START + 60_000, 3)));
                assertThat(warehouse.unmerged()).isZero();
              });
      assertThat(windows(catalog).stream().mapToLong(WindowCommit::rows).sum()).isEqualTo(3);
    }
  }

  @Test
  void migrationKeepsRowsOfTheFormerVersion(MariaDbServer mariaDb) throws Exception {
    try (PostgresServer postgres = PostgresServer.start(folder.resolve("postgres-former"))) {
      int number = 0;
      for (CatalogSettings settings :
          List.of(
              CatalogSettings.inFile(folder.resolve("former.db").toString()),
              settings(mariaDb, "former"),
              settings(postgres))) {
        try (Connection connection = connect(settings)) {
          for (String statement : formerVersion()) {
            try (Statement execute = connection.createStatement()) {
              execute.executeUpdate(statement);
            }
          }
        }

        WarehouseCatalog catalog = WarehouseCatalog.prepare(settings, root("former" + number++));
        assertThat(catalog.database().windows().between(0, Long.MAX_VALUE))
            .as(settings.url())
            .extracting(WindowRecord::commit)
            .containsExactly(
                new WindowCommit(
                    60_000,
                    120_000,
                    1,
                    0,
                    5,
                    2,
                    60_001,
                    60_002,
                    List.of(new OffsetSpan(3, 10, 14, 5)),
                    "file",
                    99));
      }
    }
  }

  /** Returns statements that create version 1 of the schema, with a row and Flyway's history. */
  private static List<String> formerVersion() throws IOException {
    List<String> statements = new ArrayList<>();
    try (InputStream in = CatalogIT.class.getResourceAsStream("V1__catalog.sql")) {
      String script = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      statements.addAll(
          Arrays.stream(script.replaceAll("--.*", "").split(";"))
              .filter(any -> !any.isBlank())
              .toList());
    }

    statements.add(
        "INSERT INTO windows VALUES (7, 8, 9, 60000, 120000, 1, 0, 5, 0, 2, 60001, 60002, 'file',"
            + " 99)");
    statements.add("INSERT INTO window_offsets VALUES (7, 3, 10, 14, 5)");
    statements.add(
        "CREATE TABLE pfss_schema_history (installed_rank INT NOT NULL PRIMARY KEY, version"
            + " VARCHAR(50), description VARCHAR(200) NOT NULL, type VARCHAR(20) NOT NULL, script"
            + " VARCHAR(1000) NOT NULL, checksum INT, installed_by VARCHAR(100) NOT NULL,"
            + " installed_on TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP, execution_time INT NOT"
            + " NULL, success BOOLEAN NOT NULL)");
    statements.add(
        "INSERT INTO pfss_schema_history (installed_rank, version, description, type, script,"
            + " installed_by, execution_time, success)"
            + " VALUES (1, '1', 'catalog', 'SQL', 'V1__catalog.sql', 'test', 1, TRUE)");
    return statements;
  }

  private static Connection connect(CatalogSettings settings) throws SQLException {
    Properties properties = new Properties();
    properties.putAll(CatalogDatabase.driverProperties(settings));
    return DriverManager.getConnection(settings.url(), properties);
  }

  private Contents fill(String name, CatalogSettings settings) throws IOException {
    WarehouseCatalog catalog = WarehouseCatalog.prepare(settings, root(name));
    // A second start changes nothing.
    WarehouseCatalog.prepare(settings, root(name));
    Random random = new Random(4);
    List<ReceivedReading> readings = new ArrayList<>();
    for (int offset = 0; offset < READINGS; offset++) {
      long window = random.nextInt(WINDOWS) * 60_000L;
      readings.add(Readings.at(START + window + random.nextInt(60_000), offset % 3, offset));
    }

    WriteWarehouse warehouse = warehouse(name, settings).withShards(2);
    write(warehouse, readings.subList(0, READINGS - 100));
    write(warehouse, readings.subList(READINGS - 300, READINGS));
    ModelDescription model =
        Models.of(System.getProperty("pfss.home") + "/models/heat-forest/1").description();
    RunRecords runs = catalog.database().runs();
    runs.end(runs.begin("host", "DirectRunner", "pfss", model), "COMPLETED");
    runs.begin("host", "DirectRunner", "pfss", model);
    FacilityRecords facilities = catalog.database().facilities();
    facilities.replace(List.of(facility("배전반"), facility("변압기 1")));
    AlarmRecords alarms = catalog.database().alarms();
    alarms.save(List.of(alarm(1_000, OptionalLong.empty()), alarm(2_000, OptionalLong.empty())));
    alarms.save(
        List.of(alarm(1_000, OptionalLong.of(5_000)), alarm(3_000, OptionalLong.of(4_000))));
    assertThat(alarms.between(4_500, 6_000))
        .extracting(AlarmRecord::raisedAt)
        .containsExactly(2_000L, 1_000L);
    assertThat(alarms.of(7, 2)).extracting(AlarmRecord::raisedAt).containsExactly(3_000L, 2_000L);
    alarms.deleteClearedBefore(5_000);
    assertThat(alarms.of(7, 9)).extracting(AlarmRecord::raisedAt).containsExactly(2_000L, 1_000L);
    return new Contents(
        windows(catalog),
        catalog.readings().currentSnapshot().summary().get("total-records"),
        runs.all().stream()
            .map(run -> run.outcome() + run.endedAtMillis().isPresent())
            // Both may have started in the same ms.
            .sorted()
            .toList(),
        runs.models().stream().map(each -> each.version() + each.activeUntilMillis()).toList(),
        facilities.all(),
        alarms.open());
  }

  private static AlarmRecord alarm(long raisedAt, OptionalLong clearedAt) {
    return new AlarmRecord(
        "state", 7, raisedAt, "critical", Optional.of("김"), OptionalLong.of(1_500), clearedAt);
  }

  private static FacilityRecord facility(String name) {
    return new FacilityRecord(
        1,
        Optional.of("TR-1"),
        name,
        "서울",
        OptionalDouble.of(1000),
        OptionalDouble.empty(),
        OptionalDouble.of(62.5),
        OptionalDouble.of(0.9),
        OptionalDouble.of(0.7),
        false);
  }

  private void write(WriteWarehouse warehouse, List<ReceivedReading> readings) {
    TestPipeline pipeline = TestPipeline.create().enableAbandonedNodeEnforcement(false);
    pipeline.apply(Create.of(ParsedBatch.of(readings))).apply(warehouse);
    pipeline.run().waitUntilFinish();
  }

  private WriteWarehouse warehouse(String name, CatalogSettings settings) {
    return WriteWarehouse.to(root(name))
        .withWindow(Duration.standardMinutes(1))
        .inCatalog(settings);
  }

  /** Returns the commits without file names, which differ between warehouses. */
  private static List<WindowCommit> windows(WarehouseCatalog catalog) {
    return catalog.database().windows().between(0, Long.MAX_VALUE).stream()
        .map(WindowRecord::commit)
        .map(
            commit ->
                new WindowCommit(
                    commit.windowStartMillis(),
                    commit.windowEndMillis(),
                    commit.shard(),
                    commit.pane(),
                    commit.rows(),
                    commit.duplicates(),
                    commit.minEventMillis(),
                    commit.maxEventMillis(),
                    commit.offsets(),
                    "",
                    commit.fileBytes()))
        .toList();
  }

  private CatalogSettings settings(MariaDbServer server, String database) throws IOException {
    return settings(
        server.jdbcUrl(database) + "?createDatabaseIfNotExist=true",
        server.user(),
        server.password());
  }

  private CatalogSettings settings(PostgresServer server) throws IOException {
    return settings(server.jdbcUrl("pfss"), server.user(), server.password());
  }

  private CatalogSettings settings(String url, String user, String password) throws IOException {
    Path file = Files.writeString(Files.createTempFile(folder, "password", ""), password);
    return new CatalogSettings(url, user, Secret.inFile(file.toString()), Map.of());
  }

  private String root(String name) {
    return folder.resolve(name + "-warehouse").toString();
  }

  private record Contents(
      List<WindowCommit> windows,
      String rows,
      List<String> runs,
      List<String> models,
      List<FacilityRecord> facilities,
      List<AlarmRecord> openAlarms) {}
}
