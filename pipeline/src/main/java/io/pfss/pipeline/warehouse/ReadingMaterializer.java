package io.pfss.pipeline.warehouse;

import io.pfss.pipeline.element.ReceivedReading;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.RecordMaterializer;
import org.apache.parquet.schema.MessageType;

/** Makes readings of the values that Parquet finds in their columns. */
final class ReadingMaterializer extends RecordMaterializer<ReceivedReading> {
  private final ReadingRow row;

  /**
   * Takes rows of such columns.
   *
   * @throws IllegalStateException if a time is neither in ms nor in µs
   */
  ReadingMaterializer(MessageType columns) {
    row = new ReadingRow(columns);
  }

  @Override
  public ReceivedReading getCurrentRecord() {
    return row.reading();
  }

  @Override
  public GroupConverter getRootConverter() {
    return row;
  }
}
