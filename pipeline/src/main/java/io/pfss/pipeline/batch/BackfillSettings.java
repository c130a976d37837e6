// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.batch;

import io.pfss.models.reading.FieldNames;
import io.pfss.pipeline.catalog.CatalogSettings;
import java.util.List;
import java.util.Objects;

/**
 * The settings of a backfill.
 *
 * @param catalog the catalog of the warehouse, created if it does not exist
 * @param warehouse the warehouse's folder, on any Beam file system
 * @param folders the folders of the files to load
 * @param rejected the folder for invalid entries and the report
 * @param names the field names of readings
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
