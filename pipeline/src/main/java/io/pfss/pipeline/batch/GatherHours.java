package io.pfss.pipeline.batch;

import io.pfss.pipeline.element.ParsedBatch;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.TimestampCombiner;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;

/**
 * Brings the batches of an hour together. A file is mostly of one facility and many hours, and
 * written as it comes each would leave a small piece in every hour.
 */
final class GatherHours
    extends PTransform<PCollection<KV<Long, ParsedBatch>>, PCollection<ParsedBatch>> {
  private GatherHours() {}

  static GatherHours create() {
    return new GatherHours();
  }

  @Override
  public PCollection<ParsedBatch> expand(PCollection<KV<Long, ParsedBatch>> batches) {
    return batches
        .apply(
            "Keep time",
            // Else all would be of the end of time, and what follows would be late.
            Window.<KV<Long, ParsedBatch>>configure()
                .withTimestampCombiner(TimestampCombiner.EARLIEST))
        .apply("Group by hour", GroupByKey.create())
        .apply("Batches", ParDo.of(new Batches()));
  }

  private static final class Batches extends DoFn<KV<Long, Iterable<ParsedBatch>>, ParsedBatch> {
    @ProcessElement
    public void process(
        @Element KV<Long, Iterable<ParsedBatch>> hour, OutputReceiver<ParsedBatch> output) {
      hour.getValue().forEach(output::output);
    }
  }
}
