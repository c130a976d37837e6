// SPDX-License-Identifier: Apache-2.0
package io.pfss.trials.e2e;

import io.pfss.pipeline.element.SourceOffset;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericRecord;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.jdbc.JdbcCatalog;
import org.apache.parquet.avro.AvroReadSupport;
import org.jspecify.annotations.Nullable;

/**
 * Counts the offsets of the rows in the warehouse's table. Iceberg lists the files, and
 * parquet-avro reads each once, independently of PFSS's readers.
 */
public final class TablePositions {
  private static final TableIdentifier READINGS = TableIdentifier.of("pfss", "readings");

  private final Map<String, String> catalog;
  private final Configuration configuration;
  private final Set<String> read = new HashSet<>();
  private Positions positions = new Positions();
  private @Nullable Table table;

  /**
   * Creates a counter without reading any file: the table may be missing.
   *
   * @param jdbcUrl the JDBC URL of the catalog's database
   * @param hadoop the settings of the table's file system
   */
  public TablePositions(String jdbcUrl, String user, String password, Configuration hadoop) {
    this.catalog =
        Map.of(
            "uri", jdbcUrl,
            "jdbc.user", user,
            "jdbc.password", password,
            // Not used: every table has an explicit location.
            "warehouse", "file:///unused");
    this.configuration = new Configuration(hadoop);
    AvroReadSupport.setRequestedProjection(
        configuration,
        SchemaBuilder.record("position")
            .fields()
            .requiredInt("kafka_partition")
            .requiredLong("kafka_offset")
            .endRecord());
  }

  /** Reads the files committed since the previous call. Returns all offsets so far. */
  public synchronized Positions refresh() throws IOException {
    if (table == null) {
      JdbcCatalog tables = new JdbcCatalog();
      tables.setConf(configuration);
      tables.initialize("pfss", catalog);
      table = tables.loadTable(READINGS);
    }

    table.refresh();
    try (CloseableIterable<FileScanTask> files = table.newScan().planFiles()) {
      for (FileScanTask file : files) {
        String location = file.file().location();
        if (!read.contains(location)) {
          List<GenericRecord> rows = ParquetContent.readAll(List.of(location), configuration);
          rows.forEach(row -> positions.add(position(row)));
          read.add(location);
        }
      }
    }

    return positions;
  }

  /** Restarts the count: the topic was recreated and reuses offsets. */
  public synchronized void reset() throws IOException {
    refresh();
    positions = new Positions();
  }

  /** Returns the number of files read so far. */
  public synchronized int files() {
    return read.size();
  }

  /** Returns the partition and offset of the reading in a row of the warehouse. */
  static SourceOffset position(GenericRecord row) {
    return new SourceOffset((Integer) row.get("kafka_partition"), (Long) row.get("kafka_offset"));
  }
}
