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
   * Writes readings to segments, and merges these into Parquet files when the warehouse's windows
   * close. A reading that comes again, also in a retried bundle or another run, is stored once: its
   * offset tells, which for readings from elsewhere than Kafka is {@link
   * io.pfss.pipeline.warehouse.HistoryOffset}.
   *
   * <p>A bundle makes a segment for each window that it has readings of. Where it may have readings
   * of many, as of a file of history, take windows of an hour.
   *
   * <p>The outputs are the elements that are durable, and dead letters, both at the times and in
   * the windows of the input.
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
              .get(StoreElements.KEPT)
              .apply("Global window", Window.into(new GlobalWindows()))
              .apply("Merge", warehouse.merge());
          return Result.of(written, STORED, StoreElements.REJECTED);
        });
  }
}
