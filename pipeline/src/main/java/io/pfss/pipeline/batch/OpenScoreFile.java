package io.pfss.pipeline.batch;

import io.pfss.pipeline.element.ScoredReading;
import io.pfss.pipeline.support.NamedFile;
import io.pfss.pipeline.support.NamedFolder;
import java.io.Closeable;
import java.io.IOException;
import org.apache.beam.sdk.io.fs.ResourceId;
import org.apache.parquet.hadoop.ParquetWriter;

/** A file of scores that is being written. */
final class OpenScoreFile implements Closeable {
  private final ResourceId file;
  private final int hour;
  private final ParquetWriter<ScoredReading> writer;
  private long rows;

  OpenScoreFile(ScoreLayout layout, int hour) throws IOException {
    this.file = layout.newFile(hour);
    this.hour = hour;
    this.writer = ScoreParquetWriter.open(file, layout.model());
  }

  void write(ScoredReading scored) throws IOException {
    writer.write(scored);
    rows++;
  }

  /** About how large the file would be now. */
  long bytes() {
    return writer.getDataSize();
  }

  /** Completes the file. */
  ScoreFile complete() throws IOException {
    writer.close();
    return new ScoreFile(
        NamedFolder.nameOf(file), rows, new NamedFile(NamedFolder.nameOf(file)).bytes(), hour);
  }

  @Override
  public void close() throws IOException {
    writer.close();
  }
}
