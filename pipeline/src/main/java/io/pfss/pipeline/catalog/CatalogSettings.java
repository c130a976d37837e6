// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.catalog;

import io.pfss.pipeline.support.Secret;
import java.io.Serializable;
import java.util.Map;
import java.util.Optional;

/**
 * The address of a catalog's database, and how to reach the files of its tables.
 *
 * @param url JDBC URL: {@code jdbc:sqlite:<file>}, {@code jdbc:mariadb://…} (MySQL too) or {@code
 *     jdbc:postgresql://…}
 * @param user empty if the database requires none
 * @param password read when a connection is opened; unused without a user
 * @param hadoop Hadoop settings in addition to those on the class path
 */
public record CatalogSettings(String url, String user, Secret password, Map<String, String> hadoop)
    implements Serializable {
  /**
   * Checks the address.
   *
   * @throws IllegalArgumentException if PFSS does not support the database, or the URL contains a
   *     password
   */
  public CatalogSettings {
    DatabaseKind.of(url);
    if (url.toLowerCase(java.util.Locale.ROOT).contains("password=")) {
      throw new IllegalArgumentException(
          "The catalog's address contains a password, which logs and process lists would show: put"
              + " it into a file or the environment");
    }

    hadoop = Map.copyOf(hadoop);
  }

  /** Returns the settings of a catalog in an SQLite file, which is created if missing. */
  public static CatalogSettings inFile(String file) {
    return new CatalogSettings(
        DatabaseKind.SQLITE.prefix() + file,
        "",
        Secret.inEnvironment("PFSS_CATALOG_PASSWORD"),
        Map.of());
  }

  /** Returns the SQLite file; empty for another database. */
  public Optional<String> file() {
    return Optional.of(url.substring(kind().prefix().length()))
        .filter(file -> isLocal() && !file.isEmpty());
  }

  /** Whether only processes of this machine can open it. */
  public boolean isLocal() {
    return kind() == DatabaseKind.SQLITE;
  }

  DatabaseKind kind() {
    return DatabaseKind.of(url);
  }
}
