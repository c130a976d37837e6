package io.pfss.pipeline.warehouse;

import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT32;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;

import io.pfss.pipeline.catalog.ReadingTable;
import io.pfss.pipeline.catalog.TableLocation;
import io.pfss.pipeline.element.SourceOffset;
import io.pfss.pipeline.support.NamedFile;
import java.io.IOException;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.FileScanTask;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.filter2.compat.FilterCompat;
import org.apache.parquet.filter2.predicate.FilterApi;
import org.apache.parquet.filter2.predicate.Operators;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Types;

/** Reads the positions of a final file's rows: two columns of it. */
final class OffsetReader {
  private static final MessageType POSITION =
      Types.buildMessage()
          .required(INT32)
          .named(ReadingTable.KAFKA_PARTITION)
          .required(INT64)
          .named(ReadingTable.KAFKA_OFFSET)
          .named("reading");

  private OffsetReader() {}

  /** Hands every position of a file to {@code sink}. */
  static void read(InputFile file, Consumer<SourceOffset> sink) throws IOException {
    read(new Builder(file), sink);
  }

  /**
   * Hands those of a file's positions to {@code sink} that are in a span, in some partition.
   *
   * @throws IllegalStateException if some of its rows are deleted by other files
   */
  static void read(
      FileScanTask task, long firstOffset, long lastOffset, Consumer<SourceOffset> sink)
      throws IOException {
    WarehouseScan.checkNoDeletes(task);
    InputFile file =
        new BeamInputFile(
            new NamedFile(TableLocation.toBeam(task.file().location())).resource(),
            task.file().fileSizeInBytes());
    Operators.LongColumn offset = FilterApi.longColumn(ReadingTable.KAFKA_OFFSET);
    read(
        new Builder(file)
            .withFilter(
                FilterCompat.get(
                    FilterApi.and(
                        FilterApi.gtEq(offset, firstOffset), FilterApi.ltEq(offset, lastOffset)))),
        sink);
  }

  private static void read(ParquetReader.Builder<Group> file, Consumer<SourceOffset> sink)
      throws IOException {
    try (ParquetReader<Group> rows = file.build()) {
      Group row;
      while ((row = rows.read()) != null) {
        sink.accept(
            new SourceOffset(
                row.getInteger(ReadingTable.KAFKA_PARTITION, 0),
                row.getLong(ReadingTable.KAFKA_OFFSET, 0)));
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
            Configuration configuration, Map<String, String> fileMetadata, MessageType fileSchema) {
          return new ReadContext(POSITION);
        }
      };
    }
  }
}
