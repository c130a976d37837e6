package io.pfss.pipeline.catalog;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/** The databases that a catalog can be in. */
enum DatabaseKind {
  /** Other processes may read and write the same file: they wait for each other. */
  SQLITE(
      "jdbc:sqlite:",
      "org.sqlite.JDBC",
      Map.of(
          "journal_mode", "WAL",
          "synchronous", "NORMAL",
          "busy_timeout", "30000",
          "transaction_mode", "IMMEDIATE")),
  /** Iceberg looks for its tables in all databases of the server by default. */
  MARIADB("jdbc:mariadb:", "org.mariadb.jdbc.Driver", Map.of("nullDatabaseMeansCurrent", "true")),
  POSTGRESQL("jdbc:postgresql:", "org.postgresql.Driver", Map.of());

  private final String prefix;
  private final String driver;
  private final Map<String, String> driverSettings;

  DatabaseKind(String prefix, String driver, Map<String, String> driverSettings) {
    this.prefix = prefix;
    this.driver = driver;
    this.driverSettings = driverSettings;
  }

  /**
   * The kind of an address.
   *
   * @throws IllegalArgumentException if there is none
   */
  static DatabaseKind of(String url) {
    return Arrays.stream(values())
        .filter(kind -> url.startsWith(kind.prefix))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "The catalog's address "
                        + url
                        + " begins with none of "
                        + Arrays.stream(values())
                            .map(DatabaseKind::prefix)
                            .collect(Collectors.joining(", "))
                        + " (the second is for MySQL too)"));
  }

  String prefix() {
    return prefix;
  }

  String driver() {
    return driver;
  }

  /** Settings of the driver beside user and password. */
  Map<String, String> driverSettings() {
    return driverSettings;
  }
}
