package io.pfss.pipeline.batch;

import java.io.IOException;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Sum;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PDone;

/** Sums up counts of transitions, and writes the sums as a {@link TransitionReport}. */
final class ReportTransitions extends PTransform<PCollection<KV<Transition, Long>>, PDone> {
  private final String folder;

  private ReportTransitions(String folder) {
    this.folder = Objects.requireNonNull(folder, "folder");
  }

  /** Writes to a folder on any Beam file system. */
  static ReportTransitions to(String folder) {
    return new ReportTransitions(folder);
  }

  @Override
  public PDone expand(PCollection<KV<Transition, Long>> counts) {
    counts
        .apply("Sum", Combine.perKey(Sum.ofLongs()))
        .apply("Together", WithKeys.of(0))
        .apply("Group", GroupByKey.create())
        .apply("Write", ParDo.of(new Write(folder)));
    return PDone.in(counts.getPipeline());
  }

  private static final class Write extends DoFn<KV<Integer, Iterable<KV<Transition, Long>>>, Void> {
    private final String folder;

    Write(String folder) {
      this.folder = folder;
    }

    @ProcessElement
    public void process(@Element KV<Integer, Iterable<KV<Transition, Long>>> sums)
        throws IOException {
      TreeMap<Transition, Long> counts = new TreeMap<>();
      sums.getValue().forEach(sum -> counts.put(sum.getKey(), sum.getValue()));
      new TransitionReport(counts).write(folder);
    }
  }
}
