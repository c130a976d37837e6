package io.pfss.pipeline.batch;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;

/** Writes what came of each file as a {@link BackfillReport}. Yields the report's folder. */
final class WriteOutcomes extends PTransform<PCollection<FileOutcome>, PCollection<String>> {
  private final String folder;

  private WriteOutcomes(String folder) {
    this.folder = Objects.requireNonNull(folder, "folder");
  }

  /** Writes to a folder on any Beam file system. */
  static WriteOutcomes to(String folder) {
    return new WriteOutcomes(folder);
  }

  @Override
  public PCollection<String> expand(PCollection<FileOutcome> outcomes) {
    PCollectionView<Iterable<FileOutcome>> all = outcomes.apply("All outcomes", View.asIterable());
    return outcomes
        .getPipeline()
        .apply("Folder", Create.of(folder).withCoder(StringUtf8Coder.of()))
        .apply("Write", ParDo.of(new Write(all)).withSideInputs(all))
        .setCoder(StringUtf8Coder.of());
  }

  private static final class Write extends DoFn<String, String> {
    private final PCollectionView<Iterable<FileOutcome>> outcomes;

    Write(PCollectionView<Iterable<FileOutcome>> outcomes) {
      this.outcomes = outcomes;
    }

    @ProcessElement
    public void process(ProcessContext context) throws IOException {
      List<FileOutcome> all = new ArrayList<>();
      context.sideInput(outcomes).forEach(all::add);
      BackfillReport.write(context.element(), all);
      context.output(context.element());
    }
  }
}
