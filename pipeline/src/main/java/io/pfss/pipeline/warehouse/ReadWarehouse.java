// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.warehouse;

import io.pfss.pipeline.element.ParsedBatch;
import io.pfss.pipeline.element.ReceivedReading;
import io.pfss.pipeline.element.RecordCoder;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.FileIO;

/**
 * Reads the readings in a range of event time from their Iceberg table, in no order. Plans the
 * files when the transform is created, so it ignores later commits.
 *
 * <pre>{@code
 * pipeline.apply(ReadWarehouse.of(catalog.readings(), from, to));
 * }</pre>
 */
public final class ReadWarehouse extends PTransform<PBegin, PCollection<ParsedBatch>> {
  private static final long PIECE_BYTES = 32L << 20;

  private final transient List<List<FileSplit>> pieces;
  private final FileIO files;
  private final Instant from;
  private final Instant to;

  private ReadWarehouse(List<List<FileSplit>> pieces, FileIO files, Instant from, Instant to) {
    this.pieces = pieces;
    this.files = files;
    this.from = from;
    this.to = to;
  }

  /**
   * Reads from the table's current snapshot.
   *
   * @param from start of the range
   * @param to end of the range, exclusive
   * @throws IllegalStateException if other files delete rows of a data file, which PFSS never does
   */
  public static ReadWarehouse of(Table readings, Instant from, Instant to) {
    return of(readings, from, to, PIECE_BYTES);
  }

  static ReadWarehouse of(Table readings, Instant from, Instant to, long pieceBytes) {
    return new ReadWarehouse(
        WarehouseScan.of(readings, from, to).pieces(pieceBytes), readings.io(), from, to);
  }

  @Override
  public PCollection<ParsedBatch> expand(PBegin begin) {
    return begin
        .apply("Files", Create.of(pieces).withCoder(ListCoder.of(RecordCoder.of(FileSplit.class))))
        .apply("Spread", Reshuffle.viaRandomKey())
        .apply("Read", ParDo.of(new ReadSplits(files, from, to)));
  }

  /** Reads parts of files, and outputs the readings in the range. */
  private static final class ReadSplits extends DoFn<List<FileSplit>, ParsedBatch> {
    private static final int BATCH_READINGS = 1_000;

    private final FileIO files;
    private final Instant from;
    private final Instant to;
    private final Counter readings = Metrics.counter(ReadWarehouse.class, "readings");

    ReadSplits(FileIO files, Instant from, Instant to) {
      this.files = files;
      this.from = from;
      this.to = to;
    }

    @ProcessElement
    public void process(@Element List<FileSplit> splits, OutputReceiver<ParsedBatch> output)
        throws IOException {
      List<ReceivedReading> batch = new ArrayList<>(BATCH_READINGS);
      for (FileSplit split : splits) {
        split.read(
            files,
            from,
            to,
            row -> {
              batch.add(row);
              if (batch.size() == BATCH_READINGS) {
                emit(batch, output);
                batch.clear();
              }
            });
      }

      if (!batch.isEmpty()) {
        emit(batch, output);
      }
    }

    private void emit(List<ReceivedReading> batch, OutputReceiver<ParsedBatch> output) {
      readings.inc(batch.size());
      output.output(ParsedBatch.of(batch));
    }
  }
}
