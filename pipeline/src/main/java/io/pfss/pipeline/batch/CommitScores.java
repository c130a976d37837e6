// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.batch;

import static org.apache.iceberg.expressions.Expressions.and;
import static org.apache.iceberg.expressions.Expressions.equal;

import io.pfss.models.soh.ModelDescription;
import io.pfss.pipeline.catalog.CatalogSettings;
import io.pfss.pipeline.catalog.ScoreTable;
import io.pfss.pipeline.catalog.WarehouseCatalog;
import io.pfss.pipeline.warehouse.WarehouseScan;
import java.time.Instant;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.util.SerializableUtils;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.OverwriteFiles;

/**
 * Commits files to the table of scores in one transaction. They replace the table's scores of the
 * same model and time range.
 *
 * @param catalog the catalog of the table of scores, which must exist
 * @param model the {@link ModelDescription#id} of the model
 * @param from start of the event times to replace: a whole hour
 * @param to end of the event times to replace, exclusive: a whole hour
 */
record CommitScores(CatalogSettings catalog, String model, Instant from, Instant to)
    implements Together.Use<byte[]> {
  private static final Counter FILES = Metrics.counter(KeepScores.class, "files");
  private static final Counter BYTES = Metrics.counter(KeepScores.class, "bytes");

  @Override
  public void of(Iterable<byte[]> files) {
    WarehouseCatalog warehouse = WarehouseCatalog.of(catalog);
    OverwriteFiles overwrite =
        warehouse
            .table(ScoreTable.NAME)
            .newOverwrite()
            .overwriteByRowFilter(and(equal(ScoreTable.MODEL, model), WarehouseScan.time(from, to)))
            .validateAddedFilesMatchOverwriteFilter();
    for (byte[] serialized : files) {
      DataFile file =
          (DataFile) SerializableUtils.deserializeFromByteArray(serialized, "a file of scores");
      overwrite.addFile(file);
      FILES.inc();
      BYTES.inc(file.fileSizeInBytes());
    }

    warehouse.commit(overwrite);
  }
}
