// SPDX-License-Identifier: Apache-2.0
package io.pfss.runners.direct;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pfss.pipeline.catalog.AlarmRecord;
import io.pfss.pipeline.catalog.CatalogDatabase;
import io.pfss.pipeline.catalog.CatalogSettings;
import io.pfss.pipeline.catalog.FacilityRecord;
import io.pfss.pipeline.catalog.RunRecord;
import io.pfss.pipeline.catalog.WarehouseCatalog;
import io.pfss.pipeline.support.Secret;
import io.pfss.pipeline.warehouse.WriteWarehouse;
import io.pfss.trials.e2e.Audit;
import io.pfss.trials.e2e.DriverPages;
import io.pfss.trials.e2e.EndToEnd;
import io.pfss.trials.e2e.InfluxContent;
import io.pfss.trials.e2e.MainJobChecks;
import io.pfss.trials.e2e.MainJobProcess;
import io.pfss.trials.e2e.ReadingSender;
import io.pfss.trials.e2e.TablePositions;
import io.pfss.trials.e2e.TopicContent;
import io.pfss.trials.e2e.TopicTail;
import io.pfss.trials.stack.InfluxServer;
import io.pfss.trials.stack.KafkaBroker;
import io.pfss.trials.stack.MariaDbServer;
import io.pfss.trials.stack.SharedServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A former version, then this one, then the former one again, on the same topics, group, catalog,
 * warehouse, model and InfluxDB.
 */
@Tag("nightly")
@ExtendWith(SharedServers.class)
class UpgradeIT {
  /** The version before this one. At each release: the commit of the release before. */
  private static final String PREVIOUS = "385d49e94c4c51f21b9c2915d385b70624187be2";

  /** The last version whose catalog has schema 2: no alarms. Stays. */
  private static final String SCHEMA_2 = "5e72b8a42f4757554947871906be13407d0c1829";

  private static final Path HOME = Path.of(System.getProperty("pfss.home"));
  private static final Duration TIMEOUT = Duration.ofMinutes(10);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final FacilityRecord FACILITY = FacilityRecord.of(17, "변압기 17", "1공장");

  private static final int HISTORY_MINUTES = 40;
  private static final int HISTORY = HISTORY_MINUTES * ReadingSender.SENSORS;
  private static final int MORE = 2_000;
  private static final int IN_BETWEEN = 300;

  @TempDir static Path builds;
  private static final Map<String, FormerVersion> BUILT = new HashMap<>();

  @TempDir Path folder;

  private final Audit audit = new Audit();
  private final List<TopicTail> tails = new ArrayList<>();
  private final long start =
      TimeUnit.MINUTES.toMillis(TimeUnit.MILLISECONDS.toMinutes(System.currentTimeMillis()));
  private KafkaBroker kafka;
  private InfluxServer influx;
  private CatalogSettings catalog;
  private List<String> options;
  private TablePositions rows;

  @AfterEach
  void closeTails() {
    tails.forEach(TopicTail::close);
  }

  @ParameterizedTest
  @CsvSource({
    "previous-killed, " + PREVIOUS + ", KILL",
    "previous-stopped, " + PREVIOUS + ", TERM",
    "schema-killed, " + SCHEMA_2 + ", KILL",
  })
  void nothingIsLost(
      String name, String commit, Stop stop, KafkaBroker sharedKafka, InfluxServer sharedInflux)
      throws Exception {
    kafka = sharedKafka;
    influx = sharedInflux;
    useCatalog(CatalogSettings.inFile(folder.resolve("catalog.db").toString()), "");
    check(name, commit, stop);
  }

  @ParameterizedTest
  @CsvSource({
    "mariadb-previous, " + PREVIOUS + ", KILL",
    "mariadb-schema, " + SCHEMA_2 + ", TERM",
  })
  void nothingIsLostInMariaDb(
      String name, String commit, Stop stop, KafkaBroker sharedKafka, InfluxServer sharedInflux)
      throws Exception {
    kafka = sharedKafka;
    influx = sharedInflux;
    try (MariaDbServer server = MariaDbServer.start(folder.resolve("mariadb"))) {
      Path password = Files.writeString(folder.resolve("password"), server.password());
      useCatalog(
          new CatalogSettings(
              server.jdbcUrl("pfss"), server.user(), Secret.inFile(password.toString()), Map.of()),
          server.password());
      options.add("--catalogUser=" + server.user());
      options.add("--catalogPasswordFile=" + password);
      check(name, commit, stop);
    }
  }

  private void useCatalog(CatalogSettings settings, String password) {
    catalog = settings;
    rows = new TablePositions(settings.url(), settings.user(), password, new Configuration());
    options = new ArrayList<>(List.of("--catalogUrl=" + settings.url()));
  }

  private void check(String name, String commit, Stop stop) throws Exception {
    FormerVersion former = former(commit);
    options.addAll(EndToEnd.names(name));
    options.addAll(
        List.of(
            "--simulate=false",
            "--observe=false",
            "--bootstrapServers=" + kafka.bootstrapServers(),
            "--influxUrl=" + influx.url(),
            "--warehouse=" + warehouse(),
            "--model=" + former.home().resolve("models/heat-forest"),
            "--window=5s",
            "--sweepAfter=5s",
            "--alertHold=1s",
            "--alertSilence=1h",
            // Small batches, so that it stops among the readings.
            "--maxInFlightRecords=100"));
    MainJobProcess before = former.start(folder.resolve("before"), options);
    MainJobChecks.awaitReady(before, DriverPages.of(before, TIMEOUT));
    importFacility();
    tails.add(new TopicTail(kafka.bootstrapServers(), "heat_pf-" + name, audit::score));
    tails.add(new TopicTail(kafka.bootstrapServers(), "heat_dlq-" + name, audit::deadLetter));
    try (ReadingSender sender =
        new ReadingSender(kafka.bootstrapServers(), "heat-" + name, 100, audit::sent)) {
      List<JsonNode> alerts;
      Set<List<Object>> open = new HashSet<>();
      try (before) {
        sendHistory(sender);
        await(before, "held states", () -> heldStates(name).size() == ReadingSender.SENSORS);
        alerts = read("heat_alerts-" + name);
        if (!commit.equals(SCHEMA_2)) {
          await(before, "alarms", () -> alarms().size() == ReadingSender.SENSORS);
          open = alarms();
        }

        send(sender, 0);
        await(
            before,
            "open windows",
            () ->
                audit.scored() > HISTORY + IN_BETWEEN
                    && WriteWarehouse.to(warehouse()).unmerged() > 0);
        stop(before, stop);
        assertThat(audit.scored()).isLessThan(HISTORY + MORE);
      }

      send(sender, 1);
      send(sender, 2);
      MainJobProcess now =
          MainJobProcess.start(
              Files.createDirectories(folder.resolve("now")),
              DirectMain.class,
              List.of(),
              options.toArray(String[]::new));
      try (now) {
        awaitAll(now, name, 2);
        await(now, "alarms", () -> alarms().size() == ReadingSender.SENSORS);
        assertThat(alarms()).containsAll(open);
        stop(now, Stop.TERM);
      }

      checkState(name, sender, alerts, 2);

      send(sender, 3);
      send(sender, 4);
      MainJobProcess again = former.start(folder.resolve("again"), options);
      try (again) {
        awaitAll(again, name, 4);
        stop(again, Stop.TERM);
      }

      checkState(name, sender, alerts, 4);
    }
  }

  /**
   * Checks what of the state of one version has to be there for the next one.
   *
   * @param round the last one of the readings that only this version has got: one before is needed,
   *     as the state of an outlook is that of its last record
   */
  private void checkState(String name, ReadingSender sender, List<JsonNode> alerts, int round)
      throws Exception {
    ObjectNode result = audit.result(rows.refresh(), points(name));
    assertThat(Audit.isSound(result)).as(result.toString()).isTrue();
    assertThat(result.get("readings").asLong()).isEqualTo(sender.valid());
    assertThat(WriteWarehouse.to(warehouse()).unmerged()).isZero();
    CatalogDatabase database = database();
    assertThat(
            database.windows().between(0, Long.MAX_VALUE).stream()
                .mapToLong(window -> window.commit().rows())
                .sum())
        .isEqualTo(sender.valid());
    assertThat(database.facilities().all()).containsExactly(FACILITY);
    assertThat(database.runs().all().stream().map(RunRecord::modelVersion).distinct()).hasSize(1);
    // The facilities have appeared and are in their states already.
    assertThat(read("heat_alerts-" + name)).containsExactlyInAnyOrderElementsOf(alerts);
    // A state that begins anew knows no usual half hour yet.
    assertThat(outlooks(name, round))
        .noneMatch(outlook -> outlook.get("usual_kvar_to_90").isNull())
        .extracting(outlook -> outlook.get("sensor_id").asLong())
        .doesNotHaveDuplicates();
  }

  private FormerVersion former(String commit) throws Exception {
    FormerVersion built = BUILT.get(commit);
    if (built == null) {
      built = FormerVersion.build(HOME, commit, builds.resolve(commit));
      BUILT.put(commit, built);
    }

    return built;
  }

  private String warehouse() {
    return folder.resolve("warehouse").toString();
  }

  private CatalogDatabase database() {
    return WarehouseCatalog.of(catalog).database();
  }

  /** By SQL, as the command of each version knows its own columns only. */
  private void importFacility() throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(
                catalog.url(),
                catalog.user(),
                catalog.user().isEmpty() ? "" : catalog.password().read());
        Statement statement = connection.createStatement()) {
      statement.execute(
          "INSERT INTO facilities (sensor_id, name, site) VALUES (17, '변압기 17', '1공장')");
    }
  }

  /** Sends a reading of each sensor for each of some minutes. */
  private void sendHistory(ReadingSender sender) {
    for (int number = 0; number < HISTORY; number++) {
      int minute = number / ReadingSender.SENSORS - HISTORY_MINUTES - 5;
      sender.send(number, start + TimeUnit.MINUTES.toMillis(minute) + number % 100);
    }
  }

  /** Sends more readings, whose minute is after those of the round before. */
  private void send(ReadingSender sender, int round) {
    for (int number = 0; number < MORE; number++) {
      sender.send(HISTORY + round * MORE + number, minute(round) + 4L * number);
    }

    sender.flush();
  }

  /** Returns the beginning of the minute of a round of readings, in ms since the epoch. */
  private long minute(int round) {
    return start + TimeUnit.MINUTES.toMillis(round - 5);
  }

  private long points(String name) throws IOException, InterruptedException {
    List<Map<String, JsonNode>> counts =
        InfluxContent.query(
            influx.url().toString(), name, "SELECT COUNT(state) FROM sensor_measurement");
    return counts.isEmpty() ? 0 : counts.get(0).get("count").asLong();
  }

  /** Returns the sensors whose last alert names a state. */
  private Set<Long> heldStates(String name) throws IOException {
    Set<Long> sensors = new HashSet<>();
    for (JsonNode alert : read("heat_alerts-" + name)) {
      long sensor = alert.get("sensor_id").asLong();
      if (alert.get("state").isNull()) {
        sensors.remove(sensor);
      } else {
        sensors.add(sensor);
      }
    }

    return sensors;
  }

  /** Returns the outlooks that readings of a round raised, of the minute before. */
  private List<JsonNode> outlooks(String name, int round) throws IOException {
    return read("heat_risk-" + name).stream()
        .filter(outlook -> Math.round(outlook.get("timestamp").asDouble() * 1000) == minute(round))
        .toList();
  }

  private List<JsonNode> read(String topic) throws IOException {
    List<JsonNode> values = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record :
        TopicContent.readAll(kafka.bootstrapServers(), topic)) {
      values.add(JSON.readTree(record.value()));
    }

    return values;
  }

  /** Returns what identifies each open alarm of a facility. */
  private Set<List<Object>> alarms() {
    List<AlarmRecord> all = database().alarms().between(0, Long.MAX_VALUE);
    return all.stream()
        .filter(alarm -> alarm.sensorId() != 0)
        .map(alarm -> List.<Object>of(alarm.kind(), alarm.sensorId(), alarm.raisedAt()))
        .collect(Collectors.toSet());
  }

  private void awaitAll(MainJobProcess job, String name, int round) {
    await(job, "all readings", () -> audit.isComplete(rows.refresh(), points(name)));
    await(job, "open windows", () -> WriteWarehouse.to(warehouse()).unmerged() == 0);
    await(job, "outlooks", () -> outlooks(name, round).size() >= ReadingSender.SENSORS);
  }

  private static void await(MainJobProcess job, String what, Callable<Boolean> condition) {
    Awaitility.await(what)
        .atMost(TIMEOUT)
        .pollInterval(Duration.ofMillis(200))
        .failFast("The job ended early", job::hasEnded)
        .until(condition);
  }

  private static void stop(MainJobProcess job, Stop stop) throws Exception {
    if (stop == Stop.KILL) {
      job.kill();
      return;
    }

    job.terminate();
    int status = job.exitStatus(TIMEOUT);
    // Former versions take it for a failure if DirectRunner rejects a bundle at its end.
    if (!job.output().contains("finished TransformEvaluatorRegistry")) {
      assertThat(status).as(job.output()).isZero();
    }
  }

  private enum Stop {
    KILL,
    TERM
  }
}
