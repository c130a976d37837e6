package io.pfss.pipeline.warehouse;

import io.pfss.pipeline.catalog.ReadingTable;
import io.pfss.pipeline.element.ReceivedReading;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.api.InitContext;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.io.api.RecordMaterializer;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/**
 * Reads rows of the warehouse as readings, without an object in between. Columns are found by their
 * id or name, since who compacts files may order them anew; those that are none of a reading are
 * passed over.
 */
final class ReadingReadSupport extends ReadSupport<ReceivedReading> {
  private static final List<String> REQUIRED =
      List.of(
          ReadingTable.SENSOR_ID,
          ReadingTable.EVENT_TIME,
          ReadingTable.KAFKA_PARTITION,
          ReadingTable.KAFKA_OFFSET,
          ReadingTable.INGEST_TIME);

  @Override
  public ReadContext init(InitContext context) {
    MessageType fileSchema = context.getFileSchema();
    for (String column : REQUIRED) {
      if (!fileSchema.containsField(column)) {
        throw new IllegalStateException("It is no file of readings: it has no column " + column);
      }
    }

    List<Type> columns =
        fileSchema.getFields().stream()
            .filter(type -> ReadingSchema.columnOf(type).isPresent())
            .toList();
    return new ReadContext(new MessageType(fileSchema.getName(), columns));
  }

  @Override
  public RecordMaterializer<ReceivedReading> prepareForRead(
      Configuration configuration,
      Map<String, String> fileMetadata,
      MessageType fileSchema,
      ReadContext context) {
    return new ReadingMaterializer(context.getRequestedSchema());
  }
}
