package io.pfss.runners.faults;

import io.pfss.pipeline.catalog.ReadingTable;
import io.pfss.pipeline.catalog.WarehouseCatalog;
import io.pfss.pipeline.element.SourceOffset;
import io.pfss.pipeline.warehouse.WarehouseScan;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericRecord;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.avro.AvroParquetReader;
import org.apache.parquet.avro.AvroReadSupport;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;

/** How often each position is in the warehouse's table, read by another reader than PFSS's own. */
final class WarehousePositions {
  private final WarehouseCatalog catalog;
  private final Configuration configuration;
  private final Set<String> read = new HashSet<>();
  private PositionBits positions = new PositionBits();

  WarehousePositions(WarehouseCatalog catalog, Configuration hadoop) {
    this.catalog = catalog;
    this.configuration = new Configuration(hadoop);
    AvroReadSupport.setRequestedProjection(
        configuration,
        SchemaBuilder.record("position")
            .fields()
            .requiredInt(ReadingTable.KAFKA_PARTITION)
            .requiredLong(ReadingTable.KAFKA_OFFSET)
            .endRecord());
  }

  /** The positions, with those of files that were committed since the last call. */
  PositionBits refresh() throws IOException {
    Instant end = Instant.now().plus(Duration.ofDays(2));
    for (String file : WarehouseScan.of(catalog.readings(), Instant.EPOCH, end).files()) {
      if (read.add(file)) {
        read(file);
      }
    }

    return positions;
  }

  /** Counts anew from here on: the topic is another one, with the same positions. */
  void forget() throws IOException {
    refresh();
    positions = new PositionBits();
  }

  /** How many files there were at the last refresh or before. */
  int files() {
    return read.size();
  }

  private void read(String file) throws IOException {
    try (ParquetReader<GenericRecord> rows =
        AvroParquetReader.<GenericRecord>builder(
                HadoopInputFile.fromPath(new Path(file), configuration))
            .withConf(configuration)
            .build()) {
      GenericRecord row;
      while ((row = rows.read()) != null) {
        positions.add(
            new SourceOffset(
                (Integer) row.get(ReadingTable.KAFKA_PARTITION),
                (Long) row.get(ReadingTable.KAFKA_OFFSET)));
      }
    }
  }
}
