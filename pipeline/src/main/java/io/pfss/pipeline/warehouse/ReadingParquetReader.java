package io.pfss.pipeline.warehouse;

import io.pfss.pipeline.element.ReceivedReading;
import io.pfss.pipeline.support.NamedFile;
import java.io.IOException;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.io.InputFile;

/** Opens parts of Parquet files of readings. */
final class ReadingParquetReader extends ParquetReader.Builder<ReceivedReading> {
  private ReadingParquetReader(InputFile file) {
    super(file);
  }

  /** A reader of a part of a file. */
  static ParquetReader<ReceivedReading> open(FileSplit split) throws IOException {
    return new ReadingParquetReader(
            new BeamInputFile(new NamedFile(split.file()).resource(), split.fileBytes()))
        .withFileRange(split.start(), split.start() + split.length())
        .build();
  }

  @Override
  protected ReadSupport<ReceivedReading> getReadSupport() {
    return new ReadingReadSupport();
  }
}
