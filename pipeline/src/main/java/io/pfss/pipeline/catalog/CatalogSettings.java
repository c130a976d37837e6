package io.pfss.pipeline.catalog;

import io.pfss.pipeline.support.Secret;
import java.io.Serializable;
import java.util.Map;
import java.util.Optional;

/**
 * How to reach a catalog's database, and the files that it tells of.
 *
 * @param url of JDBC: {@code jdbc:sqlite:<file>}, {@code jdbc:mariadb://…} (MySQL too) or {@code
 *     jdbc:postgresql://…}
 * @param user empty where the database asks for none
 * @param password read where a connection is made; unused without a user
 * @param hadoop settings of Hadoop beside those on the class path
 */
public record CatalogSettings(String url, String user, Secret password, Map<String, String> hadoop)
    implements Serializable {
  /**
   * Checks the address.
   *
   * @throws IllegalArgumentException if PFSS knows no such database, or the address has a password
   */
  public CatalogSettings {
    DatabaseKind.of(url);
    if (url.toLowerCase(java.util.Locale.ROOT).contains("password=")) {
      throw new IllegalArgumentException(
          "The catalog's address has a password in it, which would be seen in logs and process"
              + " lists: put it into a file or the environment");
    }

    hadoop = Map.copyOf(hadoop);
  }

  /** A catalog in a file of this machine, made if it is absent. */
  public static CatalogSettings inFile(String file) {
    return new CatalogSettings(
        DatabaseKind.SQLITE.prefix() + file,
        "",
        Secret.inEnvironment("PFSS_CATALOG_PASSWORD"),
        Map.of());
  }

  /** The file that it is in; empty if it is in none. */
  public Optional<String> file() {
    return Optional.of(url.substring(kind().prefix().length()))
        .filter(file -> isLocal() && !file.isEmpty());
  }

  /** Whether only processes of this machine can reach it. */
  public boolean isLocal() {
    return kind() == DatabaseKind.SQLITE;
  }

  DatabaseKind kind() {
    return DatabaseKind.of(url);
  }
}
