package io.pfss.pipeline.batch;

import io.pfss.pipeline.catalog.ScoreTable;
import io.pfss.pipeline.catalog.WarehouseCatalog;
import io.pfss.pipeline.score.Models;
import io.pfss.pipeline.score.ScoreReadings;
import io.pfss.pipeline.warehouse.ReadWarehouse;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.Sum;
import org.apache.beam.sdk.values.PCollectionTuple;

/**
 * Scores the readings of the warehouse with another model, on any runner, as the stream does.
 *
 * <pre>
 * warehouse ── score ── keep ──┬── files ───────── one commit to the table of scores
 *                              └── transitions ─── report
 * </pre>
 */
public final class RescorePipeline {
  private RescorePipeline() {}

  /**
   * Adds the flow to a pipeline, and makes the table of scores if it is absent.
   *
   * @throws IllegalArgumentException if a model is not sound
   * @throws io.pfss.pipeline.catalog.CatalogUnavailableException if the catalog's database does not
   *     answer or refuses
   */
  public static void addTo(Pipeline pipeline, RescoreSettings settings) {
    String model = Models.of(settings.model()).description().id();
    WarehouseCatalog catalog = WarehouseCatalog.of(settings.catalog());
    PCollectionTuple kept =
        pipeline
            .apply(
                "Read warehouse",
                ReadWarehouse.of(catalog.readings(), settings.from(), settings.to()))
            .apply(
                "Score readings",
                ScoreReadings.with(settings.model()).withRatedPowers(settings.catalog()))
            .apply(
                "Keep scores",
                KeepScores.to(
                    ScoreTable.in(catalog), model, settings.against(), settings.catalog()));
    kept.get(KeepScores.FILES)
        .apply(
            "Commit scores",
            Together.apply(
                new CommitScores(settings.catalog(), model, settings.from(), settings.to())));
    String report = settings.report();
    kept.get(KeepScores.TRANSITIONS)
        .apply("Sum transitions", Sum.longsPerKey())
        .apply(
            "Report transitions", Together.apply(sums -> TransitionReport.of(sums).write(report)));
  }
}
