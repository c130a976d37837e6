package io.pfss.pipeline.batch;

import io.pfss.pipeline.catalog.CatalogSettings;
import io.pfss.pipeline.element.ScoredBatch;
import io.pfss.pipeline.score.Models;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;

/**
 * Writes the scores of batches to files of the table of scores, which it does not have yet, and
 * counts how they differ from those of another model. What it hands on is small, since a runner may
 * keep it for two readers: never a reading.
 *
 * <p>A reading that the model failed on fails the run: a table that lacks it would not tell.
 */
final class KeepScores extends PTransform<PCollection<ScoredBatch>, PCollectionTuple> {
  /** The files that are complete. */
  static final TupleTag<ScoreFile> FILES = new TupleTag<>("files") {};

  /** How often there was a transition in a bundle. */
  static final TupleTag<KV<Transition, Long>> TRANSITIONS = new TupleTag<>("transitions") {};

  private final ScoreLayout layout;
  private final String against;
  private final CatalogSettings catalog;

  private KeepScores(ScoreLayout layout, String against, CatalogSettings catalog) {
    this.layout = layout;
    this.against = against;
    this.catalog = catalog;
  }

  /** Writes below the location of the table of scores. */
  static KeepScores to(String table) {
    return new KeepScores(new ScoreLayout(table, ""), "", null);
  }

  /** Sets whose scores they are, by {@link ModelId}. */
  KeepScores ofModel(String model) {
    return new KeepScores(new ScoreLayout(layout.table(), model), against, catalog);
  }

  /**
   * Compares with the model version in a folder on any Beam file system.
   *
   * @param facilities the catalog that knows their rated powers
   */
  KeepScores against(String modelFolder, CatalogSettings facilities) {
    return new KeepScores(layout, modelFolder, facilities);
  }

  @Override
  public PCollectionTuple expand(PCollection<ScoredBatch> batches) {
    Models.of(against);
    return batches.apply(
        "Write",
        ParDo.of(new WriteScores(layout, against, catalog))
            .withOutputTags(FILES, TupleTagList.of(TRANSITIONS)));
  }
}
