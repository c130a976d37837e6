// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.warehouse;

import io.pfss.models.reading.Measure;
import io.pfss.pipeline.element.ReceivedReading;
import java.io.IOException;
import org.apache.beam.sdk.io.fs.ResourceId;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.OutputFile;

/** Opens Parquet files of readings, compressed with zstd. */
public final class ReadingParquetWriter
    extends ParquetWriter.Builder<ReceivedReading, ReadingParquetWriter> {
  private final ReadingSchema schema;

  private ReadingParquetWriter(OutputFile file, ReadingSchema schema) {
    super(file);
    this.schema = schema;
  }

  /** Opens a writer to a new file; closing it completes the file. */
  public static ParquetWriter<ReceivedReading> open(ResourceId file) throws IOException {
    return open(file, ReadingSchema.OF_FOLDER);
  }

  /** Opens a writer to a new file with the rows of a schema; closing it completes the file. */
  static ParquetWriter<ReceivedReading> open(ResourceId file, ReadingSchema schema)
      throws IOException {
    ReadingParquetWriter writer =
        new ReadingParquetWriter(new BeamOutputFile(file), schema)
            .withCompressionCodec(CompressionCodecName.ZSTD);
    // Few measured values are equal: Parquet would build a dictionary and then discard it.
    for (Measure measure : Measure.ALL) {
      writer.withDictionaryEncoding(measure.column(), false);
    }

    return writer.build();
  }

  @Override
  protected ReadingParquetWriter self() {
    return this;
  }

  @Override
  protected WriteSupport<ReceivedReading> getWriteSupport(Configuration configuration) {
    return new ReadingWriteSupport(schema);
  }
}
