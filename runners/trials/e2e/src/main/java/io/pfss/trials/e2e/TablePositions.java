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
 * How often each position is in the warehouse's table: which files it has is asked of Iceberg, and
 * each is read once, by parquet-avro. PFSS's own readers have no part in it.
 */
public final class TablePositions {
  private static final TableIdentifier READINGS = TableIdentifier.of("pfss", "readings");

  private final Map<String, String> catalog;
  private final Configuration configuration;
  private final Set<String> read = new HashSet<>();
  private Positions positions = new Positions();
  private @Nullable Table table;

  /**
   * Those of no file yet: the table may be absent.
   *
   * @param jdbcUrl of the catalog's database
   * @param hadoop the settings of the file system that the table is on
   */
  public TablePositions(String jdbcUrl, String user, String password, Configuration hadoop) {
    this.catalog =
        Map.of(
            "uri", jdbcUrl,
            "jdbc.user", user,
            "jdbc.password", password,
            // Every table has a location of its own.
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

  /** The positions, with those of files that were committed since the last call. */
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

  /** Counts anew from here on: the topic is another one, with the same positions. */
  public synchronized void forget() throws IOException {
    refresh();
    positions = new Positions();
  }

  /** How many files there were at the last refresh or before. */
  public synchronized int files() {
    return read.size();
  }

  /** Which record of the source topic a row of the warehouse was made of. */
  static SourceOffset position(GenericRecord row) {
    return new SourceOffset((Integer) row.get("kafka_partition"), (Long) row.get("kafka_offset"));
  }
}
