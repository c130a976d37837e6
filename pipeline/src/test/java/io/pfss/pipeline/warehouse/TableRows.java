// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.warehouse;

import io.pfss.pipeline.catalog.TableLocation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.generic.GenericRecord;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.CloseableIterable;

/** Reads the files of a table's current snapshot with parquet-avro. */
public final class TableRows {
  private TableRows() {}

  public static List<GenericRecord> all(Table table) throws IOException {
    List<GenericRecord> all = new ArrayList<>();
    try (CloseableIterable<FileScanTask> files = table.newScan().planFiles()) {
      files.forEach(file -> all.addAll(ofFile(file.file().location())));
    }

    return all;
  }

  static List<GenericRecord> ofFile(String location) {
    return ParquetRows.read(Path.of(TableLocation.toBeam(location)));
  }

  static List<Long> offsets(Table table) throws IOException {
    return all(table).stream().map(row -> (Long) row.get("kafka_offset")).toList();
  }
}
