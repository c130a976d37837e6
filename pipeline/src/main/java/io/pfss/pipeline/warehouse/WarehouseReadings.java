package io.pfss.pipeline.warehouse;

import io.pfss.pipeline.element.ReceivedReading;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.apache.iceberg.Table;

/** Reads readings of the warehouse in this process, hour after hour, in no order within one. */
public final class WarehouseReadings {
  private static final long PIECE_BYTES = 128L << 20;

  private WarehouseReadings() {}

  /**
   * Reads the present snapshot.
   *
   * @param from the first event time
   * @param to the first that does not count
   */
  public static void read(
      Table readings, Instant from, Instant to, Consumer<ReceivedReading> reading)
      throws IOException {
    for (List<FileSplit> piece : WarehouseScan.of(readings, from, to).pieces(PIECE_BYTES)) {
      for (FileSplit split : piece) {
        split.read(readings.io(), from, to, reading);
      }
    }
  }
}
