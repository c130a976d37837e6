// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.batch;

import io.pfss.models.reading.HeatReading;
import io.pfss.models.soh.FacilityValues;
import io.pfss.models.soh.ModelDescription;
import io.pfss.models.soh.SohModel;
import io.pfss.pipeline.catalog.CatalogSettings;
import io.pfss.pipeline.catalog.KnownFacilities;
import io.pfss.pipeline.element.ScoredBatch;
import io.pfss.pipeline.element.ScoredReading;
import io.pfss.pipeline.score.Models;
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
 * Writes the scores of batches to new files for the table of scores, and counts the differences
 * from another model. It outputs no readings, because a runner may cache its output for two
 * readers.
 *
 * <p>A reading that the model fails on fails the run; otherwise the table would lack it unnoticed.
 */
final class KeepScores {
  /** The complete files: Iceberg {@link DataFile}s in Java serialization. */
  static final TupleTag<byte[]> FILES = new TupleTag<>("files") {};

  /** The number of readings per transition in a bundle. */
  static final TupleTag<KV<Transition, Long>> TRANSITIONS = new TupleTag<>("transitions") {};

  private KeepScores() {}

  /**
   * Writes files at the location of the table of scores.
   *
   * @param model the {@link ModelDescription#id} of the model
   * @param against the folder of the model version to compare with, on any Beam file system
   * @param facilities the catalog with the rated powers of the facilities
   */
  static PTransform<PCollection<ScoredBatch>, PCollectionTuple> to(
      Table table, String model, String against, CatalogSettings facilities) {
    Models.of(against);
    Write write = new Write(SerializableTable.copyOf(table), model, against, facilities);
    return PTransform.compose(
        "Write scores",
        batches ->
            batches.apply(
                "Write files",
                ParDo.of(write).withOutputTags(FILES, TupleTagList.of(TRANSITIONS))));
  }

  /** Writes the scores of a bundle, and outputs its files and transitions at the end. */
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
                + " readings could not be scored: "
                + batch.deadLetters().get(0).message());
      }

      for (ScoredReading scored : batch.scored()) {
        files.write(scored);
        HeatReading reading = scored.received().reading();
        FacilityValues facility = KnownFacilities.of(facilities).values(reading.sensorId());
        ScoredState from = ScoredState.of(other.score(reading, facility));
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
