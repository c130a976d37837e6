package io.pfss.pipeline.warehouse;

import io.pfss.pipeline.KafkaPosition;
import java.io.IOException;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.beam.sdk.io.fs.MatchResult.Metadata;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.io.InputFile;

/** Reads the positions of a final file's rows: two columns of it. */
final class PositionReader {
  private PositionReader() {}

  /** Hands every position of the file to {@code sink}. */
  static void read(Metadata file, Consumer<KafkaPosition> sink) throws IOException {
    try (ParquetReader<Group> rows = new Builder(new BeamInputFile(file)).build()) {
      Group row;
      while ((row = rows.read()) != null) {
        sink.accept(
            new KafkaPosition(
                row.getInteger(ReadingSchema.KAFKA_PARTITION, 0),
                row.getLong(ReadingSchema.KAFKA_OFFSET, 0)));
      }
    }
  }

  private static final class Builder extends ParquetReader.Builder<Group> {
    Builder(InputFile file) {
      super(file);
    }

    @Override
    protected ReadSupport<Group> getReadSupport() {
      return new GroupReadSupport() {
        @Override
        public ReadContext init(
            Configuration configuration,
            Map<String, String> fileMetadata,
            org.apache.parquet.schema.MessageType fileSchema) {
          return new ReadContext(ReadingSchema.POSITION);
        }
      };
    }
  }
}
