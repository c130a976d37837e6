// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.io;

import io.pfss.pipeline.element.DeadLetter;
import io.pfss.pipeline.element.ParsedBatch;
import io.pfss.pipeline.element.ReceivedReading;
import io.pfss.pipeline.warehouse.WriteWarehouse;
import java.util.List;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.WithFailures.Result;
import org.apache.beam.sdk.transforms.windowing.GlobalWindows;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;

/**
 * Writes single readings to the warehouse.
 *
 * <pre>{@code
 * Result<PCollection<ReceivedReading>, DeadLetter> written =
 *     readings.apply(WarehouseIO.write(WriteWarehouse.to("hdfs://namenode/warehouse")));
 * }</pre>
 */
public final class WarehouseIO {
  private static final TupleTag<ReceivedReading> STORED = new TupleTag<>() {};

  private WarehouseIO() {}

  /**
   * Writes readings to segments, and merges the segments into Parquet files when the windows of the
   * warehouse close. Duplicates, also those of a retried bundle or another run, are stored once.
   * They are recognized by the offset; readings from other sources than Kafka have a {@link
   * io.pfss.pipeline.warehouse.HistoryOffset}.
   *
   * <p>A bundle writes a segment for each window of its readings. If a bundle may have readings of
   * many windows, as from a file of history, use windows of an hour.
   *
   * <p>It outputs the stored elements, and dead letters, both with the timestamps and windows of
   * the input.
   */
  public static PTransform<
          PCollection<ReceivedReading>, Result<PCollection<ReceivedReading>, DeadLetter>>
      write(WriteWarehouse warehouse) {
    return PTransform.compose(
        "Write warehouse",
        readings -> {
          PCollectionTuple written =
              StoreElements.in(
                  warehouse.segments(),
                  readings,
                  STORED,
                  each -> ParsedBatch.of(List.of(each)).withScores(List.of(), List.of()));
          written
              .get(StoreElements.SEGMENTS)
              .apply("Global window", Window.into(new GlobalWindows()))
              .apply("Merge", warehouse.merge());
          return Result.of(written, STORED, StoreElements.REJECTED);
        });
  }
}
