// SPDX-License-Identifier: Apache-2.0
package io.pfss.cli;

import static io.pfss.cli.Pfss.text;

import io.pfss.pipeline.catalog.CatalogSettings;
import io.pfss.pipeline.catalog.WarehouseCatalog;
import io.pfss.pipeline.support.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Option;

/** Options that name a command's catalog. */
public final class CatalogOptions {
  @Option(
      names = "--catalog-url",
      defaultValue = "${env:PFSS_CATALOG_URL:-}",
      description =
          "Database of the catalog: jdbc:sqlite:<file>, jdbc:mariadb://… (MySQL too) or"
              + " jdbc:postgresql://…; or the environment variable PFSS_CATALOG_URL.")
  private String url;

  @Option(
      names = "--catalog-user",
      defaultValue = "${env:PFSS_CATALOG_USER:-}",
      description =
          "User of the catalog; or PFSS_CATALOG_USER. Password: --catalog-password-file or"
              + " PFSS_CATALOG_PASSWORD.")
  private String user;

  @Option(names = "--catalog-password-file", description = "File that contains the password.")
  private String passwordFile;

  /** Returns whether the options name a catalog. */
  boolean isGiven() {
    return !url.isEmpty();
  }

  /**
   * Returns the settings of the named catalog.
   *
   * @throws IllegalArgumentException if no catalog is named
   */
  CatalogSettings settings() {
    if (!isGiven()) {
      throw new IllegalArgumentException(text("catalog.none"));
    }

    return new CatalogSettings(
        url,
        user,
        passwordFile == null
            ? Secret.inEnvironment("PFSS_CATALOG_PASSWORD")
            : Secret.inFile(passwordFile),
        Map.of());
  }

  /**
   * Opens the catalog and brings its table {@code windows} up to date.
   *
   * @throws IllegalArgumentException if it is a file that does not exist
   */
  public WarehouseCatalog open() {
    CatalogSettings settings = settings();
    settings.file().ifPresent(CatalogOptions::requireFile);
    WarehouseCatalog catalog = WarehouseCatalog.of(settings);
    catalog.database().windows().catchUp(catalog.readings());
    return catalog;
  }

  /** SQLite would create an empty file. */
  private static void requireFile(String file) {
    if (!Files.exists(Path.of(file))) {
      throw new IllegalArgumentException(text("catalog.absent", file));
    }
  }
}
