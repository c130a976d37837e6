package io.pfss.pipeline.warehouse;

import io.pfss.pipeline.element.ParsedBatch;
import io.pfss.pipeline.element.ReceivedReading;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.iceberg.io.FileIO;

/** Reads parts of files, and hands on those readings whose event time counts. */
final class ReadSplits extends DoFn<List<FileSplit>, ParsedBatch> {
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
