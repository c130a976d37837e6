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
 * Fetches the records that are claimed, in batches, less those that are done: a claim may come
 * twice.
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
  public void process(@Element List<RangeHint> claims, OutputReceiver<HeatBatch> output)
      throws IOException {
    fetch(claims, output::output);
  }

  /** Hands on the records of claims that are not done. */
  void fetch(List<RangeHint> claims, Consumer<HeatBatch> output) throws IOException {
    for (RangeHint claim : claims) {
      if (claim.from() == claim.until()) {
        output(
            new OffsetRange(claim.partition(), claim.from(), claim.until(), claim.endMillis()),
            List.of(),
            output);
        continue;
      }

      long from =
          group.isCheckpointed()
              ? claim.from()
              : Math.max(claim.from(), CommittedOffsets.of(group).committed(claim.partition()));
      alreadyCommitted.inc(Math.min(from, claim.until()) - claim.from());
      if (from < claim.until()) {
        fetch(claim, from, output);
      }
    }
  }

  private void fetch(RangeHint claim, long from, Consumer<HeatBatch> output) throws IOException {
    int partition = claim.partition();
    long until = claim.until();
    PartitionReader reader = PartitionReaders.take(group, partition);
    boolean whole = false;
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
        long doneMillis = Math.max(arrivalMillis, claim.endMillis());
        output(new OffsetRange(partition, start, until, doneMillis), records, output);
      }

      whole = true;
    } finally {
      if (whole) {
        PartitionReaders.giveBack(group, partition, reader);
      } else {
        reader.close();
      }
    }
  }

  /**
   * A topic that somebody else has made may keep its producers' stamps: what has come did not come
   * later than now, and one that is absent says nothing.
   */
  private static long arrivalMillis(ConsumerRecord<byte[], byte[]> record) {
    long nowMillis = System.currentTimeMillis();
    return record.timestamp() == ConsumerRecord.NO_TIMESTAMP
        ? nowMillis
        : Math.min(record.timestamp(), nowMillis);
  }

  private void output(OffsetRange positions, List<HeatRecord> records, Consumer<HeatBatch> output) {
    fetched.inc(records.size());
    output.accept(new HeatBatch(positions, records));
  }
}
