// SPDX-License-Identifier: Apache-2.0
package io.pfss.trials.readers;

import static org.assertj.core.api.Assertions.assertThat;

import io.pfss.cli.Pfss;
import io.pfss.pipeline.catalog.CatalogSettings;
import io.pfss.pipeline.catalog.WarehouseCatalog;
import io.pfss.pipeline.support.Secret;
import io.pfss.pipeline.warehouse.WriteWarehouse;
import io.pfss.runners.spark.SparkSetup;
import io.pfss.trials.e2e.DirectWarehouse;
import io.pfss.trials.stack.DatabaseServer;
import io.pfss.trials.stack.MariaDbServer;
import io.pfss.trials.stack.PostgresServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.joda.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Reads the warehouse with Spark SQL, DuckDB and Trino, as {@code runners/spark/README.md} tells:
 * the test takes settings and statements from that page. Each reader has to find each reading once,
 * with the same bits.
 */
@Tag("nightly")
class ReadersIT {
  private static final Path HOME = Path.of(System.getProperty("pfss.home"));
  private static final String READER_PASSWORD = "only-select";

  private static final KnownReadings KNOWN = new KnownReadings();

  @TempDir static Path folder;

  private static PostgresServer postgres;
  private static MariaDbServer mariaDb;
  private static TrinoServer trino;

  @BeforeAll
  static void startServers() throws Exception {
    postgres = PostgresServer.start(folder.resolve("postgres"));
    mariaDb = MariaDbServer.start(folder.resolve("mariadb"));
    write("postgres", settings(postgres));
    write("mariadb", settings(mariaDb));
    write(WriteWarehouse.to(warehouse("folders")));

    String table = example("connector.name=iceberg");
    String folders = example("connector.name=hive");
    Path catalogs = Files.createDirectory(folder.resolve("catalogs"));
    execute(
        postgres,
        "CREATE USER reader PASSWORD '" + READER_PASSWORD + "'",
        "GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader");
    Files.writeString(
        catalogs.resolve("postgres.properties"),
        with(
            table,
            Map.of(
                "connection-url",
                postgres.jdbcUrl("pfss"),
                "connection-password",
                READER_PASSWORD)));
    Files.writeString(
        catalogs.resolve("mariadb.properties"),
        with(
            table,
            Map.of(
                "driver-class", "org.mariadb.jdbc.Driver",
                "connection-url", mariaDb.jdbcUrl("pfss"),
                "connection-user", mariaDb.user(),
                "connection-password", mariaDb.password())));
    Files.writeString(
        catalogs.resolve("folders.properties"),
        // In place of a metastore's server.
        folders.replaceAll("(?m)^hive.metastore.uri=.*$", "")
            + "hive.metastore=file\nhive.security=allow-all\nhive.metastore.catalog.dir=file://"
            + folder.resolve("metastore"));
    trino =
        TrinoServer.start(
            HOME.resolve("runners/trials/readers/trino"), catalogs, folder.resolve("trino.log"));
  }

  @AfterAll
  static void stopServers() throws Exception {
    for (AutoCloseable server : new AutoCloseable[] {trino, mariaDb, postgres}) {
      if (server != null) {
        server.close();
      }
    }
  }

  @Test
  void tableWithCatalogInPostgres() throws Exception {
    checkTable("postgres", postgres);
  }

  @Test
  void tableWithCatalogInMariaDb() throws Exception {
    checkTable("mariadb", mariaDb);
  }

  @Test
  void foldersWithoutCatalog() throws Exception {
    String root = warehouse("folders");
    try (SparkSession spark = SparkSetup.session("readers")) {
      check(Sql.SPARK, "parquet.`" + root + "`", query -> rows(spark, query));
    }

    try (Connection duckDb = duckDb();
        Connection connection = trino.connect()) {
      check(
          Sql.DUCKDB,
          example("FROM read_parquet('/pfss")
              .replace("FROM ", "")
              .replace(";", "")
              .replace("/pfss/warehouse", root),
          query -> rows(duckDb, query));
      // A metastore's server has it.
      execute(connection, "CREATE SCHEMA folders.default");
      for (String statement : example("CREATE TABLE").split(";")) {
        execute(
            connection,
            statement.replaceAll(
                "external_location = '[^']*'", "external_location = 'file://" + root + "'"));
      }

      check(Sql.TRINO_FOLDERS, "folders.default.readings", query -> rows(connection, query));
    }
  }

  private static void checkTable(String name, DatabaseServer server) throws Exception {
    int files = checkReaders(name, server);
    assertThat(pfss(server, "compact")).contains("PFSS_COMPACT");
    assertThat(checkReaders(name, server)).isLessThan(files / 4);
  }

  /** Returns the number of files that the table has. */
  private static int checkReaders(String name, DatabaseServer server) throws Exception {
    try (SparkSession spark = SparkSetup.session("readers")) {
      String catalog = "spark.sql.catalog.pfss";
      spark.conf().set(catalog, "org.apache.iceberg.spark.SparkCatalog");
      spark.conf().set(catalog + ".type", "jdbc");
      spark.conf().set(catalog + ".uri", server.jdbcUrl("pfss"));
      spark.conf().set(catalog + ".jdbc.user", server.user());
      spark.conf().set(catalog + ".jdbc.password", server.password());
      spark.conf().set(catalog + ".warehouse", "file:///unused");
      check(Sql.SPARK, "pfss.pfss.readings", query -> rows(spark, query));
    }

    try (Connection connection = trino.connect()) {
      check(Sql.TRINO, name + ".pfss.readings", query -> rows(connection, query));
    }

    Path list =
        Files.writeString(
            folder.resolve("files.txt"),
            pfss(server, "catalog", "files", "--to=9999-12-31T23:59:59.999Z"));
    try (Connection duckDb = duckDb()) {
      String[] statements =
          example("SET VARIABLE").replace("files.txt", list.toString()).split(";\\s*");
      execute(duckDb, statements[0]);
      check(Sql.DUCKDB, statements[1].replace("FROM ", ""), query -> rows(duckDb, query));
    }

    return Files.readAllLines(list).size();
  }

  /** Checks all rows, and those of some conditions. */
  private static void check(Sql sql, String source, Query query) throws SQLException {
    check(query, sql.rows(source), KNOWN.rows());
    Instant from = KnownReadings.MIDNIGHT;
    for (long sensor : List.of(3L, Long.MIN_VALUE, Long.MAX_VALUE)) {
      check(
          query,
          sql.rows(source) + sql.condition(sensor, from),
          KNOWN.rows().stream()
              .filter(row -> row.get(0).equals(sensor))
              .filter(row -> (Long) row.get(1) >= from.toEpochMilli())
              .toList());
    }
  }

  private static void check(
      Query query, String statement, List<? extends List<@Nullable Object>> known)
      throws SQLException {
    List<List<@Nullable Object>> found = query.run(statement);
    Set<List<@Nullable Object>> missing = new HashSet<>(known);
    missing.removeAll(Set.copyOf(found));
    assertThat(missing).as("missing in the rows of %s", statement).isEmpty();
    assertThat(found).as(statement).hasSameSizeAs(known);
  }

  private static void write(String name, CatalogSettings settings) {
    WarehouseCatalog.prepare(settings, warehouse(name));
    write(WriteWarehouse.to(warehouse(name)).inCatalog(settings));
  }

  private static void write(WriteWarehouse step) {
    WriteWarehouse windows = step.withWindow(Duration.standardMinutes(1));
    DirectWarehouse.write(windows, KNOWN.early());
    DirectWarehouse.write(windows, KNOWN.all());
  }

  private static String warehouse(String name) {
    return folder.resolve("warehouse-" + name).toString();
  }

  private static CatalogSettings settings(DatabaseServer server) throws IOException {
    Files.writeString(passwordFile(server), server.password());
    return new CatalogSettings(
        server.jdbcUrl("pfss"),
        server.user(),
        Secret.inFile(passwordFile(server).toString()),
        Map.of());
  }

  private static Path passwordFile(DatabaseServer server) {
    return folder.resolve(server.getClass().getSimpleName());
  }

  private static String pfss(DatabaseServer server, String... command) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    List<String> args = new ArrayList<>(List.of(command));
    args.add("--catalog-url=" + server.jdbcUrl("pfss"));
    args.add("--catalog-user=" + server.user());
    args.add("--catalog-password-file=" + passwordFile(server));
    int status =
        Pfss.run(
            args.toArray(String[]::new), new PrintWriter(out, true), new PrintWriter(err, true));
    assertThat(status).as(err.toString()).isZero();
    return out.toString();
  }

  /** Returns the example in the page that begins with a text. */
  private static String example(String begin) throws IOException {
    String page = Files.readString(HOME.resolve("runners/spark/README.md"));
    Matcher block =
        Pattern.compile("(?ms)^```\\w+\\n(" + Pattern.quote(begin) + ".*?)^```$").matcher(page);
    assertThat(block.find()).as(begin).isTrue();
    return block.group(1);
  }

  /** Returns properties with other values; keys are the ends of names. */
  private static String with(String properties, Map<String, String> values) {
    String changed = properties;
    for (Map.Entry<String, String> value : values.entrySet()) {
      String name = "(?m)^(\\S+\\." + value.getKey() + "=).*$";
      assertThat(changed).containsPattern(name);
      changed = changed.replaceAll(name, "$1" + Matcher.quoteReplacement(value.getValue()));
    }

    return changed;
  }

  private static Connection duckDb() throws SQLException {
    Connection connection = DriverManager.getConnection("jdbc:duckdb:");
    execute(connection, "SET TimeZone = 'Asia/Seoul'");
    return connection;
  }

  private static void execute(DatabaseServer server, String... statements) throws SQLException {
    try (Connection connection =
        DriverManager.getConnection(server.jdbcUrl("pfss"), server.user(), server.password())) {
      execute(connection, statements);
    }
  }

  private static void execute(Connection connection, String... statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String each : statements) {
        if (!each.isBlank()) {
          statement.execute(each);
        }
      }
    }
  }

  private static List<List<@Nullable Object>> rows(Connection connection, String query)
      throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      List<List<@Nullable Object>> rows = new ArrayList<>();
      while (result.next()) {
        List<@Nullable Object> row = new ArrayList<>();
        for (int column = 1; column <= result.getMetaData().getColumnCount(); column++) {
          row.add(wide(result.getObject(column)));
        }

        rows.add(row);
      }

      return rows;
    }
  }

  private static List<List<@Nullable Object>> rows(SparkSession spark, String query) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (Row read : spark.sql(query).collectAsList()) {
      List<@Nullable Object> row = new ArrayList<>();
      for (int column = 0; column < read.size(); column++) {
        row.add(wide(read.get(column)));
      }

      rows.add(row);
    }

    return rows;
  }

  private static @Nullable Object wide(@Nullable Object value) {
    return value instanceof Integer number ? Long.valueOf(number) : value;
  }

  @FunctionalInterface
  private interface Query {
    List<List<@Nullable Object>> run(String query) throws SQLException;
  }
}
