// SPDX-License-Identifier: Apache-2.0
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
 * Scores the readings of the warehouse with another model, with the same step as the stream, on any
 * runner.
 *
 * <pre>
 * warehouse ── score ── write ──┬── files ───────── one commit to the table of scores
 *                               └── transitions ─── report
 * </pre>
 */
public final class RescorePipeline {
  private RescorePipeline() {}

  /**
   * Adds the rescoring to a pipeline, and creates the table of scores if it does not exist.
   *
   * @throws IllegalArgumentException if a model is invalid
   * @throws io.pfss.pipeline.catalog.CatalogUnavailableException if the catalog's database is
   *     unavailable or refuses the request
   */
  public static void addTo(Pipeline pipeline, RescoreSettings settings) {
    String model = Models.of(settings.model()).description().id();
    WarehouseCatalog catalog = WarehouseCatalog.of(settings.catalog());
    PCollectionTuple scored =
        pipeline
            .apply(
                "Read warehouse",
                ReadWarehouse.of(catalog.readings(), settings.from(), settings.to()))
            .apply(
                "Score readings",
                ScoreReadings.with(settings.model()).withFacilities(settings.catalog()))
            .apply(
                "Write scores",
                KeepScores.to(
                    ScoreTable.in(catalog), model, settings.against(), settings.catalog()));
    scored
        .get(KeepScores.FILES)
        .apply(
            "Commit scores",
            Together.apply(
                new CommitScores(settings.catalog(), model, settings.from(), settings.to())));
    String report = settings.report();
    scored
        .get(KeepScores.TRANSITIONS)
        .apply("Sum transitions", Sum.longsPerKey())
        .apply(
            "Report transitions", Together.apply(sums -> TransitionReport.of(sums).write(report)));
  }
}
