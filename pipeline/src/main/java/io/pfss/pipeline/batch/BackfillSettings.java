package io.pfss.pipeline.batch;

import io.pfss.models.reading.FieldNames;
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
 * @param names of the readings' fields
 */
public record BackfillSettings(
    CatalogSettings catalog,
    String warehouse,
    List<String> folders,
    String rejected,
    FieldNames names) {
  public BackfillSettings {
    Objects.requireNonNull(catalog, "catalog");
    Objects.requireNonNull(warehouse, "warehouse");
    folders = List.copyOf(folders);
    Objects.requireNonNull(rejected, "rejected");
    Objects.requireNonNull(names, "names");
  }
}
