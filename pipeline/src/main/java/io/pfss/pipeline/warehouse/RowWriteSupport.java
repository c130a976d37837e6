package io.pfss.pipeline.warehouse;

import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;

/**
 * Writes rows column by column, without an object in between. A column that is not added is null.
 *
 * @param <T> what a row is made of
 */
public abstract class RowWriteSupport<T> extends WriteSupport<T> {
  private final MessageType columns;

  private RecordConsumer row;

  /** Writes rows of these columns, each known by its index. */
  protected RowWriteSupport(MessageType columns) {
    this.columns = columns;
  }

  @Override
  public WriteContext init(Configuration configuration) {
    return new WriteContext(columns, Map.of());
  }

  @Override
  public void prepareForWrite(RecordConsumer recordConsumer) {
    row = recordConsumer;
  }

  @Override
  public final void write(T value) {
    row.startMessage();
    addColumns(value);
    row.endMessage();
  }

  /** Adds the columns of one row, in their order. */
  protected abstract void addColumns(T value);

  protected final void addInt(int index, int value) {
    start(index);
    row.addInteger(value);
    end(index);
  }

  protected final void addLong(int index, long value) {
    start(index);
    row.addLong(value);
    end(index);
  }

  protected final void addBinary(int index, Binary value) {
    start(index);
    row.addBinary(value);
    end(index);
  }

  /** Adds a value, unless it is {@code NaN}: that is how an absent one is told. */
  protected final void addIfKnown(int index, double value) {
    if (!Double.isNaN(value)) {
      start(index);
      row.addDouble(value);
      end(index);
    }
  }

  private void start(int index) {
    row.startField(columns.getFieldName(index), index);
  }

  private void end(int index) {
    row.endField(columns.getFieldName(index), index);
  }
}
