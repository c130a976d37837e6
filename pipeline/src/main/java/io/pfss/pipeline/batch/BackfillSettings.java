package io.pfss.pipeline.batch;

import io.pfss.pipeline.catalog.CatalogSettings;
import java.util.List;
import java.util.Objects;

/**
 * What is loaded, and where to.
 *
 * @param catalog of the warehouse, made if it is absent
 * @param warehouse its folder, on any Beam file system
 * @param folders of the files to load
 * @param rejected folder for what cannot be loaded
 */
public record BackfillSettings(
    CatalogSettings catalog, String warehouse, List<String> folders, String rejected) {
  public BackfillSettings {
    Objects.requireNonNull(catalog, "catalog");
    Objects.requireNonNull(warehouse, "warehouse");
    folders = List.copyOf(folders);
    Objects.requireNonNull(rejected, "rejected");
  }
}
