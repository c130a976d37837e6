// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.warehouse;

import io.pfss.models.reading.HeatReading;
import io.pfss.models.reading.Measure;
import io.pfss.models.soh.SohState;
import io.pfss.pipeline.catalog.ReadingTable;
import io.pfss.pipeline.element.ReceivedReading;
import io.pfss.pipeline.element.SourceOffset;
import java.util.Objects;
import java.util.Optional;
import org.apache.iceberg.StructLike;
import org.jspecify.annotations.Nullable;

/**
 * A reading as a row of {@link ReadingTable#SCHEMA} for Iceberg. One object serves for many
 * readings, one after the other.
 */
final class ReadingStruct implements StructLike {
  private static final int FIRST_MEASURE = 2;
  private static final int PARTITION = FIRST_MEASURE + Measure.ALL.size();
  private static final long MICROS_PER_MILLI = 1000;

  private @Nullable ReceivedReading received;

  ReadingStruct of(ReceivedReading reading) {
    received = reading;
    return this;
  }

  /** Returns the reading of a row. */
  static ReceivedReading reading(StructLike row) {
    HeatReading.Builder reading =
        HeatReading.builder(
            row.get(0, Long.class), Math.floorDiv(row.get(1, Long.class), MICROS_PER_MILLI));
    for (Measure measure : Measure.ALL) {
      Double value = row.get(FIRST_MEASURE + measure.ordinal(), Double.class);
      reading.set(measure, value == null ? Double.NaN : value);
    }

    String extra = row.get(PARTITION + 3, String.class);
    if (extra != null) {
      reading.extra(extra);
    }

    return new ReceivedReading(
        reading.build(),
        new SourceOffset(row.get(PARTITION, Integer.class), row.get(PARTITION + 1, Long.class)),
        Math.floorDiv(row.get(PARTITION + 2, Long.class), MICROS_PER_MILLI),
        Optional.ofNullable(row.get(PARTITION + 4, Integer.class)).map(SohState.ALL::get));
  }

  @Override
  public int size() {
    return ReadingTable.SCHEMA.columns().size();
  }

  @Override
  public <T> @Nullable T get(int column, Class<T> type) {
    return type.cast(value(Objects.requireNonNull(received, "received"), column));
  }

  @Override
  public <T> void set(int column, T value) {
    throw new UnsupportedOperationException("A reading is immutable");
  }

  private static @Nullable Object value(ReceivedReading received, int column) {
    return switch (column - PARTITION) {
      case 0 -> received.position().partition();
      case 1 -> received.position().offset();
      case 2 -> received.ingestTimeMillis() * MICROS_PER_MILLI;
      case 3 -> received.reading().extra().orElse(null);
      case 4 -> received.label().map(SohState::ordinal).orElse(null);
      default -> value(received.reading(), column);
    };
  }

  private static @Nullable Double orNull(double value) {
    return Double.isNaN(value) ? null : value;
  }

  private static @Nullable Object value(HeatReading reading, int column) {
    return switch (column) {
      case 0 -> reading.sensorId();
      case 1 -> reading.eventTimeMillis() * MICROS_PER_MILLI;
      default -> orNull(reading.value(Measure.ALL.get(column - FIRST_MEASURE)));
    };
  }
}
