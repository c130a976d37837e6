package io.pfss.pipeline.warehouse;

import io.pfss.models.reading.HeatReading;
import io.pfss.models.reading.Measure;
import io.pfss.models.soh.SohState;
import io.pfss.pipeline.catalog.ReadingTable;
import io.pfss.pipeline.element.ReceivedReading;
import io.pfss.pipeline.element.SourceOffset;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/** The row that is being read: each column's converter puts its value here. */
final class ReadingRow extends GroupConverter {
  private static final Map<String, Measure> MEASURES =
      Measure.ALL.stream().collect(Collectors.toMap(Measure::column, Function.identity()));

  private final Converter[] columns;
  private final double[] values = new double[Measure.ALL.size()];
  private long sensorId;
  private long eventTimeMillis;
  private int partition;
  private long offset;
  private long ingestTimeMillis;

  /** Null if the row has none. */
  private String extra;

  /** Null if the row has none. */
  private SohState label;

  ReadingRow(MessageType schema) {
    columns = schema.getFields().stream().map(this::converter).toArray(Converter[]::new);
  }

  /** The reading of a row that has ended. */
  ReceivedReading reading() {
    HeatReading.Builder reading = HeatReading.builder(sensorId, eventTimeMillis);
    for (Measure measure : Measure.ALL) {
      reading.set(measure, values[measure.ordinal()]);
    }

    if (extra != null) {
      reading.extra(extra);
    }

    return new ReceivedReading(
        reading.build(),
        new SourceOffset(partition, offset),
        ingestTimeMillis,
        Optional.ofNullable(label));
  }

  @Override
  public Converter getConverter(int fieldIndex) {
    return columns[fieldIndex];
  }

  @Override
  public void start() {
    Arrays.fill(values, Double.NaN);
    extra = null;
    label = null;
  }

  @Override
  public void end() {
    // Nothing is to be done: the row stands until the next one starts.
  }

  private Converter converter(Type column) {
    String name = ReadingSchema.columnOf(column).orElseThrow();
    return switch (name) {
      case ReadingTable.SENSOR_ID -> new LongColumn(1, value -> sensorId = value);
      case ReadingTable.EVENT_TIME ->
          new LongColumn(unitsPerMilli(column), value -> eventTimeMillis = value);
      case ReadingTable.INGEST_TIME ->
          new LongColumn(unitsPerMilli(column), value -> ingestTimeMillis = value);
      case ReadingTable.KAFKA_OFFSET -> new LongColumn(1, value -> offset = value);
      case ReadingTable.KAFKA_PARTITION -> new IntColumn(value -> partition = value);
      case ReadingTable.LABEL -> new IntColumn(value -> label = SohState.ALL.get(value));
      case ReadingTable.EXTRA -> new ExtraColumn();
      default -> new MeasureColumn(MEASURES.get(name).ordinal());
    };
  }

  private static long unitsPerMilli(Type column) {
    LogicalTypeAnnotation annotation = column.getLogicalTypeAnnotation();
    if (annotation instanceof TimestampLogicalTypeAnnotation time) {
      switch (time.getUnit()) {
        case MILLIS:
          return 1;
        case MICROS:
          return 1000;
        default:
      }
    }

    throw new IllegalStateException(column.getName() + " is no time in ms or µs: " + column);
  }

  private final class MeasureColumn extends PrimitiveConverter {
    private final int index;

    MeasureColumn(int index) {
      this.index = index;
    }

    @Override
    public void addDouble(double value) {
      values[index] = value;
    }
  }

  private final class ExtraColumn extends PrimitiveConverter {
    @Override
    public void addBinary(Binary value) {
      extra = value.toStringUsingUTF8();
    }
  }

  private static final class IntColumn extends PrimitiveConverter {
    private final IntConsumer sink;

    IntColumn(IntConsumer sink) {
      this.sink = sink;
    }

    @Override
    public void addInt(int value) {
      sink.accept(value);
    }
  }

  private static final class LongColumn extends PrimitiveConverter {
    private final long divisor;
    private final LongConsumer sink;

    LongColumn(long divisor, LongConsumer sink) {
      this.divisor = divisor;
      this.sink = sink;
    }

    @Override
    public void addLong(long value) {
      sink.accept(divisor == 1 ? value : Math.floorDiv(value, divisor));
    }
  }
}
