package io.pfss.pipeline.batch;

import io.pfss.models.reading.HeatReading;
import io.pfss.models.soh.ModelDescription;
import io.pfss.models.soh.SohModel;
import io.pfss.pipeline.catalog.CatalogSettings;
import io.pfss.pipeline.element.ScoredBatch;
import io.pfss.pipeline.element.ScoredReading;
import io.pfss.pipeline.score.Models;
import io.pfss.pipeline.score.RatedPowers;
import java.io.IOException;
import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.util.SerializableUtils;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.SerializableTable;
import org.apache.iceberg.Table;

/**
 * Writes the scores of batches to files of the table of scores, which it does not have yet, and
 * counts how they differ from those of another model. What it hands on is small, since a runner may
 * keep it for two readers: never a reading.
 *
 * <p>A reading that the model failed on fails the run: a table that lacks it would not tell.
 */
final class KeepScores {
  /** The complete files, each an Iceberg {@link DataFile} as Java serializes it. */
  static final TupleTag<byte[]> FILES = new TupleTag<>("files") {};

  /** How often there was a transition in a bundle. */
  static final TupleTag<KV<Transition, Long>> TRANSITIONS = new TupleTag<>("transitions") {};

  private KeepScores() {}

  /**
   * Writes to the location of the table of scores.
   *
   * @param model whose scores they are, by {@link ModelDescription#id}
   * @param against the folder, on any Beam file system, of the model version to compare with
   * @param facilities the catalog that knows the facilities' rated powers
   */
  static PTransform<PCollection<ScoredBatch>, PCollectionTuple> to(
      Table table, String model, String against, CatalogSettings facilities) {
    Models.of(against);
    Write write = new Write(SerializableTable.copyOf(table), model, against, facilities);
    return PTransform.compose(
        "Keep scores",
        batches ->
            batches.apply(
                "Write", ParDo.of(write).withOutputTags(FILES, TupleTagList.of(TRANSITIONS))));
  }

  /** Writes the scores of a bundle, and tells of its files and transitions when it ends. */
  private static final class Write extends DoFn<ScoredBatch, byte[]> {
    private final Table table;
    private final String model;
    private final String against;
    private final CatalogSettings facilities;
    private final Counter scores = Metrics.counter(KeepScores.class, "scores");

    private transient SohModel other;
    private transient ScoreFiles files;
    private transient Map<Transition, Long> transitions;

    Write(Table table, String model, String against, CatalogSettings facilities) {
      this.table = table;
      this.model = model;
      this.against = against;
      this.facilities = facilities;
    }

    @Setup
    public void setUp() {
      other = Models.of(against);
    }

    @StartBundle
    public void startBundle() {
      files = new ScoreFiles(table, model);
      transitions = new HashMap<>();
    }

    @ProcessElement
    public void process(@Element ScoredBatch batch) throws IOException {
      if (!batch.deadLetters().isEmpty()) {
        throw new IllegalStateException(
            batch.deadLetters().size()
                + " readings cannot be scored: "
                + batch.deadLetters().get(0).message());
      }

      for (ScoredReading scored : batch.scored()) {
        files.write(scored);
        HeatReading reading = scored.received().reading();
        double ratedPower = RatedPowers.of(facilities, other, reading);
        ScoredState from = ScoredState.of(other.score(reading, ratedPower));
        ScoredState to = ScoredState.of(scored.score());
        transitions.merge(new Transition(reading.sensorId(), from, to), 1L, Long::sum);
      }

      scores.inc(batch.scored().size());
    }

    @FinishBundle
    public void finishBundle(FinishBundleContext context) throws IOException {
      for (DataFile file : files.complete()) {
        output(context, FILES, SerializableUtils.serializeToByteArray((Serializable) file));
      }

      transitions.forEach(
          (transition, readings) -> output(context, TRANSITIONS, KV.of(transition, readings)));
      transitions = Map.of();
    }

    @Teardown
    public void tearDown() throws IOException {
      if (files != null) {
        files.close();
      }
    }

    private static <T> void output(FinishBundleContext context, TupleTag<T> tag, T value) {
      context.output(tag, value, BoundedWindow.TIMESTAMP_MIN_VALUE, GlobalWindow.INSTANCE);
    }
  }
}
