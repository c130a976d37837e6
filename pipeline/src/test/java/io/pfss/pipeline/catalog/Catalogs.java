// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.catalog;

import java.nio.file.Path;
import java.util.List;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.options.PipelineOptionsFactory;

/** Catalogs in files. */
public final class Catalogs {
  private Catalogs() {}

  /** Creates a catalog with these facilities, in a new folder. */
  public static CatalogSettings of(Path folder, FacilityRecord... facilities) {
    FileSystems.setDefaultPipelineOptions(PipelineOptionsFactory.create());
    CatalogSettings settings = CatalogSettings.inFile(folder.resolve("catalog.db").toString());
    WarehouseCatalog.prepare(settings, folder.resolve("warehouse").toString())
        .database()
        .facilities()
        .replace(List.of(facilities));
    return settings;
  }
}
