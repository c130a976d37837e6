// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.score;

import io.pfss.models.reading.ErrorCode;
import io.pfss.models.reading.HeatJson;
import io.pfss.models.reading.HeatReading;
import io.pfss.models.soh.FacilityValues;
import io.pfss.models.soh.SohModel;
import io.pfss.models.soh.SohScore;
import io.pfss.pipeline.catalog.CatalogSettings;
import io.pfss.pipeline.catalog.KnownFacilities;
import io.pfss.pipeline.element.DeadLetter;
import io.pfss.pipeline.element.LatestOutlook;
import io.pfss.pipeline.element.ParsedBatch;
import io.pfss.pipeline.element.ReceivedReading;
import io.pfss.pipeline.element.ScoredBatch;
import io.pfss.pipeline.element.ScoredReading;
import io.pfss.pipeline.metrics.ThrottledCounters;
import io.pfss.pipeline.outlook.LatestOutlooks;
import io.pfss.pipeline.outlook.OutlookTopic;
import io.pfss.pipeline.score.ActiveModels.Served;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.jspecify.annotations.Nullable;

/**
 * Scores each reading of a batch with a model version, which each worker loads and verifies once. A
 * reading that the model fails on becomes a dead letter.
 *
 * <pre>{@code
 * batches.apply(ScoreReadings.with("hdfs://…/models/heat-forest"));
 * }</pre>
 */
public final class ScoreReadings
    extends PTransform<PCollection<ParsedBatch>, PCollection<ScoredBatch>> {
  /** The metrics of the models in this process. */
  static final ThrottledCounters MODEL_COUNTS =
      ThrottledCounters.of(ScoreReadings.class, Duration.ofSeconds(10));

  private final String modelFolder;

  /** Null without a catalog. */
  private final @Nullable CatalogSettings catalog;

  /** Null if no outlooks are published. */
  private final @Nullable OutlookTopic outlooks;

  private ScoreReadings(
      String modelFolder, @Nullable CatalogSettings catalog, @Nullable OutlookTopic outlooks) {
    this.modelFolder = Objects.requireNonNull(modelFolder, "modelFolder");
    this.catalog = catalog;
    this.outlooks = outlooks;
  }

  /**
   * Scores with the model version in a folder on any Beam file system. If it is the folder of a
   * model, scores with the active version, the same for all readings of a batch. A challenger
   * scores the same readings, and metrics compare the two.
   *
   * <p>The transform loads the model when it is applied, so that an invalid one is refused before
   * the pipeline runs.
   */
  public static ScoreReadings with(String modelFolder) {
    return new ScoreReadings(modelFolder, null, null);
  }

  /**
   * Reads the facilities from a catalog: their rated powers, for models that need them, and the
   * limits of their own, which decide the state in place of the model.
   */
  public ScoreReadings withFacilities(CatalogSettings facilities) {
    return new ScoreReadings(modelFolder, facilities, outlooks);
  }

  /** Adds the latest outlook of the facility, as it is in a topic, to each score. */
  public ScoreReadings withOutlooks(OutlookTopic topic) {
    return new ScoreReadings(modelFolder, catalog, topic);
  }

  @Override
  public PCollection<ScoredBatch> expand(PCollection<ParsedBatch> batches) {
    ActiveModels.of(modelFolder);
    return batches.apply("Score", ParDo.of(new Score(modelFolder, catalog, outlooks)));
  }

  private static final class Score extends DoFn<ParsedBatch, ScoredBatch> {
    private final String modelFolder;
    private final @Nullable CatalogSettings catalog;
    private final @Nullable OutlookTopic outlooks;
    private final Counter scored = Metrics.counter(ScoreReadings.class, "scored");
    private final Counter failed = Metrics.counter(ScoreReadings.class, "deadLetters");

    private transient ActiveModels<SohModel> models;
    private transient KnownFacilities facilities;

    /** Null if no outlooks are published. */
    private transient @Nullable LatestOutlooks latest;

    Score(String modelFolder, @Nullable CatalogSettings catalog, @Nullable OutlookTopic outlooks) {
      this.modelFolder = modelFolder;
      this.catalog = catalog;
      this.outlooks = outlooks;
    }

    @Setup
    public void setUp() {
      models = ActiveModels.of(modelFolder);
      facilities = KnownFacilities.of(catalog);
      latest = outlooks == null ? null : LatestOutlooks.of(outlooks);
    }

    @ProcessElement
    public void process(@Element ParsedBatch batch, OutputReceiver<ScoredBatch> output) {
      Served<SohModel> served = models.current();
      SohModel model = served.champion();
      List<ScoredReading> scores = new ArrayList<>(batch.readings().size());
      List<DeadLetter> failures = new ArrayList<>();
      Optional<DriftCounts> drift =
          Optional.ofNullable(model.description().profile())
              .map(profile -> new DriftCounts(model.version(), profile));
      for (ReceivedReading received : batch.readings()) {
        try {
          SohScore score = score(model, received.reading(), drift);
          scores.add(new ScoredReading(received, score, model.version(), outlook(received)));
        } catch (RuntimeException e) {
          failures.add(deadLetter(received, e));
        }
      }

      drift.ifPresent(DriftCounts::report);
      served.challenger().ifPresent(challenger -> compare(model, challenger, scores));
      MODEL_COUNTS.report();
      scored.inc(scores.size());
      failed.inc(failures.size());
      output.output(batch.withScores(scores, failures));
    }

    private SohScore score(SohModel model, HeatReading reading, Optional<DriftCounts> drift) {
      FacilityValues facility = facilities.values(reading.sensorId());
      Optional<double[]> input = model.input(reading, facility.ratedPower());
      SohScore score = model.score(reading, input, facility);
      if (drift.isPresent() && input.isPresent()) {
        drift.get().add(input.get(), score);
      }

      return score;
    }

    private LatestOutlook outlook(ReceivedReading received) {
      return latest == null ? LatestOutlook.UNKNOWN : latest.of(received.reading().sensorId());
    }

    /** Compares the challenger with the champion. Its failures are only counted. */
    private void compare(SohModel champion, SohModel challenger, List<ScoredReading> scores) {
      ShadowCounts counts = new ShadowCounts(champion.version(), challenger.version());
      for (ScoredReading scored : scores) {
        try {
          HeatReading reading = scored.received().reading();
          counts.add(
              scored.score(), challenger.score(reading, facilities.values(reading.sensorId())));
        } catch (RuntimeException e) {
          counts.fail();
        }
      }

      counts.report();
    }

    private DeadLetter deadLetter(ReceivedReading received, RuntimeException failure) {
      return new DeadLetter(
          HeatJson.write(received.reading()),
          ErrorCode.MODEL,
          "Model " + modelFolder + " failed: " + failure,
          received.position(),
          System.currentTimeMillis());
    }
  }
}
