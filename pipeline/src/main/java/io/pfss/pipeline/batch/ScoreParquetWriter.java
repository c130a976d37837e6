package io.pfss.pipeline.batch;

import io.pfss.pipeline.element.ScoredReading;
import io.pfss.pipeline.warehouse.BeamOutputFile;
import java.io.IOException;
import org.apache.beam.sdk.io.fs.ResourceId;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.OutputFile;

/** Opens Parquet files of scores, compressed with zstd. */
final class ScoreParquetWriter extends ParquetWriter.Builder<ScoredReading, ScoreParquetWriter> {
  /** A bundle may have several files open, each of which holds a row group in memory. */
  private static final long ROW_GROUP_BYTES = 16L << 20;

  private final String model;

  private ScoreParquetWriter(OutputFile file, String model) {
    super(file);
    this.model = model;
  }

  /** A writer of a new file of a model's scores; closing it completes the file. */
  static ParquetWriter<ScoredReading> open(ResourceId file, String model) throws IOException {
    return new ScoreParquetWriter(new BeamOutputFile(file), model)
        .withCompressionCodec(CompressionCodecName.ZSTD)
        .withRowGroupSize(ROW_GROUP_BYTES)
        .build();
  }

  @Override
  protected ScoreParquetWriter self() {
    return this;
  }

  @Override
  protected WriteSupport<ScoredReading> getWriteSupport(Configuration configuration) {
    return new ScoreWriteSupport(model);
  }
}
