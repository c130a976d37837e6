// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.source;

import io.pfss.pipeline.element.HeatBatch;
import io.pfss.pipeline.element.HeatRecord;
import io.pfss.pipeline.element.OffsetRange;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Fetches the records of range hints, in batches. It skips committed offsets, because a hint may be
 * duplicated.
 */
final class FetchRecords extends DoFn<List<RangeHint>, HeatBatch> {
  private static final byte[] EMPTY = new byte[0];

  private final ConsumerGroup group;
  private final int batchReadings;
  private final Counter fetched = Metrics.counter(ReadHeat.class, "records");
  private final Counter alreadyCommitted = Metrics.counter(ReadHeat.class, "alreadyCommitted");

  FetchRecords(ConsumerGroup group, int batchReadings) {
    this.group = group;
    this.batchReadings = batchReadings;
  }

  @ProcessElement
  public void process(@Element List<RangeHint> hints, OutputReceiver<HeatBatch> output)
      throws IOException {
    fetch(hints, output::output);
  }

  /** Outputs the records of hints, except those with committed offsets. */
  void fetch(List<RangeHint> hints, Consumer<HeatBatch> output) throws IOException {
    for (RangeHint hint : hints) {
      if (hint.from() == hint.until()) {
        output(
            new OffsetRange(hint.partition(), hint.from(), hint.until(), hint.endMillis()),
            List.of(),
            output);
        continue;
      }

      long from =
          group.isCheckpointed()
              ? hint.from()
              : Math.max(hint.from(), CommittedOffsets.of(group).committed(hint.partition()));
      alreadyCommitted.inc(Math.min(from, hint.until()) - hint.from());
      if (from < hint.until()) {
        fetch(hint, from, output);
      }
    }
  }

  private void fetch(RangeHint hint, long from, Consumer<HeatBatch> output) throws IOException {
    int partition = hint.partition();
    long until = hint.until();
    PartitionReader reader = PartitionReaders.take(group, partition);
    boolean isComplete = false;
    try {
      reader.seek(from);
      long start = from;
      long arrivalMillis = 0;
      List<HeatRecord> records = new ArrayList<>(batchReadings);
      ConsumerRecord<byte[], byte[]> record;
      while ((record = reader.nextBefore(until)) != null) {
        byte[] value = record.value();
        arrivalMillis = arrivalMillis(record);
        records.add(new HeatRecord(record.offset(), arrivalMillis, value == null ? EMPTY : value));
        if (records.size() == batchReadings) {
          long next = record.offset() + 1;
          output(new OffsetRange(partition, start, next, arrivalMillis), records, output);
          start = next;
          records.clear();
        }
      }

      if (start < until) {
        long doneMillis = Math.max(arrivalMillis, hint.endMillis());
        output(new OffsetRange(partition, start, until, doneMillis), records, output);
      }

      isComplete = true;
    } finally {
      if (isComplete) {
        PartitionReaders.giveBack(group, partition, reader);
      } else {
        reader.close();
      }
    }
  }

  /**
   * Returns the record's timestamp, at most the current time; the current time if it is absent. A
   * topic that PFSS did not create may have producer timestamps.
   */
  private static long arrivalMillis(ConsumerRecord<byte[], byte[]> record) {
    long nowMillis = System.currentTimeMillis();
    return record.timestamp() == ConsumerRecord.NO_TIMESTAMP
        ? nowMillis
        : Math.min(record.timestamp(), nowMillis);
  }

  private void output(OffsetRange offsets, List<HeatRecord> records, Consumer<HeatBatch> output) {
    fetched.inc(records.size());
    output.accept(new HeatBatch(offsets, records));
  }
}
