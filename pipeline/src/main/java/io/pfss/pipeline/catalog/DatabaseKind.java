// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.catalog;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/** A kind of database that can contain a catalog. */
enum DatabaseKind {
  /** Several processes may use the same file; they wait for each other. */
  SQLITE(
      "jdbc:sqlite:",
      "org.sqlite.JDBC",
      Map.of(
          "journal_mode", "WAL",
          "synchronous", "NORMAL",
          "busy_timeout", "30000",
          "transaction_mode", "IMMEDIATE")),
  /** By default, Iceberg looks for its tables in all databases of the server. */
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
   * Returns the kind of database in a JDBC URL.
   *
   * @throws IllegalArgumentException if PFSS does not support it
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
                        + " must begin with "
                        + Arrays.stream(values())
                            .map(DatabaseKind::prefix)
                            .collect(Collectors.joining(" or "))
                        + " (for MySQL: jdbc:mariadb:)"));
  }

  String prefix() {
    return prefix;
  }

  String driver() {
    return driver;
  }

  /** Returns the settings of the driver other than user and password. */
  Map<String, String> driverSettings() {
    return driverSettings;
  }
}
