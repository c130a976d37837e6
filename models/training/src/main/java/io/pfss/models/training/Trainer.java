// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.training;

import io.pfss.models.evaluation.Confusion;
import io.pfss.models.labels.PowerFactorRule;
import io.pfss.models.soh.Classifier;
import io.pfss.models.soh.Feature;
import io.pfss.models.soh.GoldenScore;
import io.pfss.models.soh.ModelDescription;
import io.pfss.models.soh.ModelStore;
import io.pfss.models.soh.SohState;
import io.pfss.models.soh.StateLimits;
import io.pfss.models.text.Message;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Trains a model on labelled readings and measures it on held-out readings. */
public final class Trainer {
  private static final Logger LOG = LoggerFactory.getLogger(Trainer.class);
  private static final int GOLDEN_SCORES = 100;

  private final TrainingSettings settings;
  private final Progress progress;

  /** Creates a trainer. */
  public Trainer(TrainingSettings settings, Progress progress) {
    this.settings = settings;
    this.progress = progress;
  }

  /** Returns empty data with this trainer's features. */
  public TrainingData newData() {
    return new TrainingData(settings.features());
  }

  /**
   * Trains a model.
   *
   * @param name of the model
   * @param version of the model
   * @param data data from {@link #newData}; absent values are filled in
   * @param source the source of the readings
   * @param created the time of creation in the description; a parameter, so that a second training
   *     gives the same bytes
   * @throws IllegalArgumentException if there are too few facilities, or a state never occurs
   */
  public TrainedModel train(
      String name, String version, TrainingData data, String source, Instant created) {
    Split split = Split.of(data, settings.laterShare());
    double[] substitutes = new double[settings.features().size()];
    for (int i = 0; i < substitutes.length; i++) {
      substitutes[i] = data.median(i, split.training());
      data.fill(i, substitutes[i]);
    }

    if (split.measured().length == 0) {
      throw new IllegalArgumentException(
          Message.of(
                  "No readings to measure the model: facilities %s have none in the last %.0f %% of",
                  split.heldOut().isEmpty() ? split.facilities() : split.heldOut(),
                  100 * settings.laterShare())
              + " the period");
    }

    LOG.info(
        "Training a model readings={} facilities={}",
        split.training().length,
        split.facilities().size());
    Fitted fitted = fit(data, split.training());
    Classifier classifier = fitted.flat();
    IntFunction<SohState> predicted = row -> predicted(classifier, data, row);
    ModelDescription description =
        new ModelDescription(
            1,
            name,
            version,
            created.toString(),
            ModelStore.describe(settings.features(), substitutes),
            SohState.ALL.stream().map(SohState::label).toList(),
            settings.stateLimits(),
            settings.algorithm().description(),
            settings.hyperparameters(),
            new ModelDescription.Training(
                source,
                data.hash(),
                data.readings(),
                Instant.ofEpochMilli(data.fromMillis()).toString(),
                Instant.ofEpochMilli(data.toMillis()).toString(),
                split.facilities(),
                split.heldOut()),
            metrics(predicted, data, split),
            Profiles.of(data, split.training(), predicted),
            null,
            Map.of());
    return new TrainedModel(description, classifier, golden(fitted, data, split.measured()));
  }

  private Fitted fit(TrainingData data, int[] rows) {
    return switch (settings.algorithm()) {
      case RANDOM_FOREST -> Fitted.forest(settings, data, rows, progress);
      case GRADIENT_BOOSTING -> Fitted.boost(settings, data, rows, progress);
    };
  }

  /** Returns the state that the model predicts for a row. */
  private SohState predicted(Classifier classifier, TrainingData data, int row) {
    StateLimits limits = settings.stateLimits();
    if (limits != null) {
      return limits.stateAt(data.value(row, settings.features().indexOf(Feature.PF)));
    }

    double[] probabilities = new double[SohState.ALL.size()];
    classifier.score(data.row(row), probabilities);
    return SohState.mostProbable(probabilities);
  }

  private Map<String, Double> metrics(
      IntFunction<SohState> predicted, TrainingData data, Split split) {
    Map<String, Double> metrics = new TreeMap<>();
    addMetrics("", predicted, data, split.measured(), metrics);
    metrics.put("held_out_rows", (double) split.measured().length);
    if (split.later().length > 0 && split.measured() != split.later()) {
      addMetrics("later_", predicted, data, split.later(), metrics);
      metrics.put("later_rows", (double) split.later().length);
    }

    return metrics;
  }

  private void addMetrics(
      String prefix,
      IntFunction<SohState> predicted,
      TrainingData data,
      int[] rows,
      Map<String, Double> metrics) {
    Confusion model = new Confusion();
    Confusion rule = new Confusion();
    int powerFactor = settings.features().indexOf(Feature.PF);
    for (int row : rows) {
      model.add(data.state(row), predicted.apply(row));
      if (powerFactor >= 0) {
        rule.add(data.state(row), PowerFactorRule.AI_HUB.stateAt(data.value(row, powerFactor)));
      }
    }

    metrics.putAll(model.metrics(prefix));
    if (powerFactor >= 0) {
      metrics.putAll(rule.metrics(prefix + "rule_"));
    }
  }

  private static List<GoldenScore> golden(Fitted fitted, TrainingData data, int[] rows) {
    int step = Math.max(1, rows.length / GOLDEN_SCORES);
    List<GoldenScore> golden = new ArrayList<>();
    for (int i = 0; i < rows.length; i += step) {
      double[] row = data.row(rows[i]);
      double[] probabilities = new double[SohState.ALL.size()];
      fitted.predict(row, probabilities);
      golden.add(new GoldenScore(row, probabilities));
    }

    return golden;
  }
}
