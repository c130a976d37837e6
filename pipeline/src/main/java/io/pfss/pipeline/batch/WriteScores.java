package io.pfss.pipeline.batch;

import io.pfss.models.reading.HeatReading;
import io.pfss.models.soh.SohModel;
import io.pfss.pipeline.catalog.CatalogSettings;
import io.pfss.pipeline.element.ScoredBatch;
import io.pfss.pipeline.element.ScoredReading;
import io.pfss.pipeline.score.Models;
import io.pfss.pipeline.score.RatedPowers;
import java.io.IOException;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.KV;

/** Writes the scores of a bundle, and tells of its files and transitions when it ends. */
final class WriteScores extends DoFn<ScoredBatch, ScoreFile> {
  private final ScoreLayout layout;
  private final String against;
  private final CatalogSettings catalog;
  private final Counter scores = Metrics.counter(KeepScores.class, "scores");

  private transient SohModel other;
  private transient ScoreFiles files;
  private transient TransitionCounts transitions;

  WriteScores(ScoreLayout layout, String against, CatalogSettings catalog) {
    this.layout = layout;
    this.against = against;
    this.catalog = catalog;
  }

  @Setup
  public void setUp() {
    other = Models.of(against);
  }

  @StartBundle
  public void startBundle() {
    files = new ScoreFiles(layout);
    transitions = new TransitionCounts();
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
      transitions.add(
          reading.sensorId(),
          ScoredState.of(other.score(reading, RatedPowers.of(catalog, other, reading))),
          ScoredState.of(scored.score()));
    }

    scores.inc(batch.scored().size());
  }

  @FinishBundle
  public void finishBundle(FinishBundleContext context) throws IOException {
    for (ScoreFile file : files.complete()) {
      context.output(
          KeepScores.FILES, file, BoundedWindow.TIMESTAMP_MIN_VALUE, GlobalWindow.INSTANCE);
    }

    transitions.forEach(
        (transition, readings) ->
            context.output(
                KeepScores.TRANSITIONS,
                KV.of(transition, readings),
                BoundedWindow.TIMESTAMP_MIN_VALUE,
                GlobalWindow.INSTANCE));
    files = null;
    transitions = null;
  }

  @Teardown
  public void tearDown() throws IOException {
    if (files != null) {
      files.close();
    }
  }
}
