package io.pfss.cli;

import io.pfss.pipeline.catalog.CatalogSettings;
import io.pfss.pipeline.catalog.WarehouseCatalog;
import io.pfss.pipeline.support.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Option;

/** Which catalog a command is about. */
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
          "Its user; or PFSS_CATALOG_USER. The password is in --catalog-password-file or"
              + " PFSS_CATALOG_PASSWORD.")
  private String user;

  @Option(names = "--catalog-password-file", description = "File that holds the password.")
  private String passwordFile;

  /** Whether a catalog is named. */
  boolean isGiven() {
    return !url.isEmpty();
  }

  /**
   * What is named.
   *
   * @throws IllegalArgumentException if none is
   */
  CatalogSettings settings() {
    if (!isGiven()) {
      throw new IllegalArgumentException(
          "No catalog is named: --catalog-url or the environment variable PFSS_CATALOG_URL");
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
   * Opens the catalog, whose windows are complete then.
   *
   * @throws IllegalArgumentException if it is a file that is not there
   */
  public WarehouseCatalog open() {
    CatalogSettings settings = settings();
    settings.file().ifPresent(CatalogOptions::requireFile);
    WarehouseCatalog catalog = WarehouseCatalog.of(settings);
    catalog.database().windows().catchUp(catalog.readings());
    return catalog;
  }

  /** SQLite would make an empty one. */
  private static void requireFile(String file) {
    if (!Files.exists(Path.of(file))) {
      throw new IllegalArgumentException(
          "There is no catalog " + file + ": name the file that the main job's --catalogUrl names");
    }
  }
}
