// SPDX-License-Identifier: Apache-2.0
package io.pfss.demo.observe;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.avro.AvroParquetWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.util.HadoopOutputFile;

/** Writes Parquet files with another library than the pipeline's. */
final class ParquetFiles {
  private static final Schema SCHEMA =
      SchemaBuilder.record("reading").fields().requiredLong("sensor_id").endRecord();

  private ParquetFiles() {}

  /** Writes a file with this number of rows, and creates its folders. */
  static void write(java.nio.file.Path file, int rows) {
    Configuration configuration = new Configuration();
    try (ParquetWriter<GenericRecord> writer =
        AvroParquetWriter.<GenericRecord>builder(
                HadoopOutputFile.fromPath(new Path(file.toUri()), configuration))
            .withSchema(SCHEMA)
            .withConf(configuration)
            .build()) {
      for (long row = 0; row < rows; row++) {
        GenericRecord reading = new GenericData.Record(SCHEMA);
        reading.put("sensor_id", row);
        writer.write(reading);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
