// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.training.risk;

import io.pfss.models.facility.RiskInput;
import io.pfss.models.facility.RiskModel;
import io.pfss.models.facility.RiskModel.AlarmRate;
import io.pfss.models.facility.RiskModel.Knot;
import io.pfss.models.facility.RiskModel.Term;
import io.pfss.models.soh.GoldenRisk;
import io.pfss.models.soh.ModelDescription;
import io.pfss.models.soh.ModelStore;
import io.pfss.models.text.Message;
import io.pfss.models.training.Algorithm;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ForkJoinPool;
import java.util.function.ToDoubleFunction;
import smile.classification.LogisticRegression;

/**
 * Trains a risk model: a logistic regression by Smile with a penalty on the squares of its weights,
 * which is chosen on the last part of the training time, and a calibration. The same rows give the
 * same bytes.
 */
public final class RiskTrainer {
  /** The penalties that are tried. */
  private static final double[] PENALTIES = {1, 10, 100, 1000};

  /** False alarms for each day of a facility. */
  private static final double[] ALARM_RATES = {0.05, 0.1, 0.25, 0.5, 1, 2, 4};

  /** That of the metrics of a model. */
  private static final double USUAL_ALARM_RATE = 0.25;

  private static final double VALIDATION_SHARE = 0.3;
  private static final double TOLERANCE = 1e-6;
  private static final int MAX_ITERATIONS = 500;

  private final double[] means = new double[RiskInput.ALL.size()];
  private final double[] scales = new double[RiskInput.ALL.size()];
  private final LogisticRegression.Binomial regression;

  /** Fits the regression alone. */
  private RiskTrainer(List<RiskRow> rows, double penalty) {
    for (int i = 0; i < means.length; i++) {
      int input = i;
      double mean = rows.stream().mapToDouble(row -> row.inputs()[input]).average().orElseThrow();
      double variance =
          rows.stream()
              .mapToDouble(row -> (row.inputs()[input] - mean) * (row.inputs()[input] - mean))
              .average()
              .orElseThrow();
      means[i] = mean;
      // An input that never changes must not be divided by nothing.
      scales[i] = variance > 1e-18 ? Math.sqrt(variance) : 1;
    }

    double[][] x = rows.stream().map(row -> standardized(row.inputs())).toArray(double[][]::new);
    int[] y = rows.stream().mapToInt(row -> row.isPositive() ? 1 : 0).toArray();
    regression =
        inOneThread(() -> LogisticRegression.binomial(x, y, penalty, TOLERANCE, MAX_ITERATIONS));
  }

  /**
   * Trains a model and evaluates it on the held-out rows.
   *
   * @param created when, to be written into the model: given, so that a repeat gives the same bytes
   * @param source where the readings came from
   * @return the folder of the version
   * @throws java.nio.file.FileAlreadyExistsException if the version exists
   */
  public static Path train(
      Path root,
      String name,
      String version,
      RiskRows data,
      double laterShare,
      String source,
      Instant created)
      throws IOException {
    RiskSplit split = RiskSplit.of(data, laterShare);
    List<RiskRow> training = split.training();
    double penalty = penalty(training);
    RiskTrainer trained = new RiskTrainer(training, penalty);
    RiskModel model =
        trained.model(
            data,
            Isotonic.fit(trained.logits(training), RiskRow.positives(training)),
            alarms(training, penalty));
    ModelDescription description =
        new ModelDescription(
            1,
            name,
            version,
            created.toString(),
            List.of(),
            List.of(),
            null,
            Algorithm.describe("logistic regression"),
            new TreeMap<>(Map.of("l2", penalty, "later_share", laterShare)),
            new ModelDescription.Training(
                source,
                data.hash(),
                data.readings(),
                time(training.stream().mapToLong(RiskRow::minute).min().orElseThrow()),
                time(split.cutMinute()),
                split.facilities(),
                split.heldOut()),
            metrics(model, split),
            null,
            model,
            Map.of());
    List<GoldenRisk> golden =
        GoldenMinutes.all().stream()
            .map(one -> new GoldenRisk(one.zone(), one.minutes(), trained.probability(one, model)))
            .toList();
    return ModelStore.save(root, description, golden);
  }

  /**
   * The probability that a model of some rows gives for a row. The calibration is fitted on the
   * rows themselves: 16 weights do not overfit thousands of rows.
   */
  static ToDoubleFunction<RiskRow> fit(List<RiskRow> rows) {
    return fit(rows, penalty(rows));
  }

  private static ToDoubleFunction<RiskRow> fit(List<RiskRow> rows, double penalty) {
    RiskTrainer trained = new RiskTrainer(rows, penalty);
    List<Knot> knots = Isotonic.fit(trained.logits(rows), RiskRow.positives(rows));
    return row -> RiskModel.calibrated(knots, trained.logit(row.inputs()));
  }

  /**
   * At which probability alarms are to be raised: measured on the last part of the training time,
   * with a model of the first part, because a model's own rows would raise too few false ones.
   */
  private static List<AlarmRate> alarms(List<RiskRow> training, double penalty) {
    Parts parts = Parts.of(training);
    double[] scores = parts.last.stream().mapToDouble(fit(parts.first, penalty)).toArray();
    List<AlarmRate> alarms = new ArrayList<>();
    for (double rate : ALARM_RATES) {
      double threshold = Alarms.raise(parts.last, scores, rate).threshold();
      if (threshold > 0 && threshold < 1) {
        alarms.add(new AlarmRate(rate, threshold));
      }
    }

    if (alarms.isEmpty()) {
      throw new IllegalArgumentException(
          "The training time is too short: each threshold raises more than "
              + ALARM_RATES[ALARM_RATES.length - 1]
              + " false alarms a day");
    }

    return alarms;
  }

  /** The penalty that gives the last part of the time the greatest likelihood. */
  private static double penalty(List<RiskRow> rows) {
    Parts parts = Parts.of(rows);
    double best = PENALTIES[0];
    double bestLoss = Double.POSITIVE_INFINITY;
    for (double penalty : PENALTIES) {
      RiskTrainer trained = new RiskTrainer(parts.first, penalty);
      double loss =
          parts.last.stream()
              .mapToDouble(
                  row ->
                      Math.log1p(
                          Math.exp((row.isPositive() ? -1 : 1) * trained.logit(row.inputs()))))
              .sum();
      if (loss < bestLoss) {
        bestLoss = loss;
        best = penalty;
      }
    }

    return best;
  }

  private double[] logits(List<RiskRow> rows) {
    return rows.stream().mapToDouble(row -> logit(row.inputs())).toArray();
  }

  private static Map<String, Double> metrics(RiskModel model, RiskSplit split) {
    List<RiskRow> rows = split.others().isEmpty() ? split.later() : split.others();
    RiskComparison kept =
        RiskComparison.of(rows, split.training(), List.of(RiskScorer.of("model", model)));
    double[] scores = rows.stream().mapToDouble(row -> model.probability(row.inputs())).toArray();
    Alarms.Raised raised = Alarms.raiseAt(rows, scores, model.threshold(USUAL_ALARM_RATE));
    RiskEvaluation ofModel = kept.subject();
    Map<String, Double> metrics = new TreeMap<>();
    metrics.put("pr_auc", ofModel.prAuc().value());
    metrics.put("pr_auc_low", ofModel.prAuc().low());
    metrics.put("pr_auc_high", ofModel.prAuc().high());
    metrics.put("simple_pr_auc", kept.bestSimple().prAuc().value());
    metrics.put("gain", kept.gain().value());
    metrics.put("gain_low", kept.gain().low());
    metrics.put("gain_high", kept.gain().high());
    metrics.put("brier_skill", ofModel.brierSkill());
    metrics.put("false_alarms_a_day", raised.falseAlarms() / Alarms.days(rows));
    metrics.put("predicted_onsets", (double) raised.leads().size());
    metrics.put("rows", (double) kept.rows());
    metrics.put("positive_rows", (double) kept.positives());
    return metrics;
  }

  private RiskModel model(RiskRows data, List<Knot> knots, List<AlarmRate> alarms) {
    double[] weights = regression.coefficients();
    List<Term> terms = new ArrayList<>();
    for (RiskInput input : RiskInput.ALL) {
      int i = input.ordinal();
      terms.add(new Term(input.label(), means[i], scales[i], weights[i]));
    }

    return new RiskModel(
        data.zone().getId(),
        data.limit(),
        RiskRows.HORIZON_MINUTES,
        terms,
        weights[means.length],
        knots,
        alarms);
  }

  /** What Smile's own model gives, calibrated. */
  private double probability(GoldenRisk minutes, RiskModel model) {
    return RiskModel.calibrated(model.knots(), logit(minutes.inputs()));
  }

  private double logit(double[] inputs) {
    double[] probabilities = new double[2];
    regression.predict(standardized(inputs), probabilities);
    return Math.log(probabilities[1] / probabilities[0]);
  }

  private double[] standardized(double[] inputs) {
    double[] standardized = new double[inputs.length];
    for (int i = 0; i < inputs.length; i++) {
      standardized[i] = (inputs[i] - means[i]) / scales[i];
    }

    return standardized;
  }

  /** Smile adds in parallel: how many threads there are must not change the last bits. */
  private static LogisticRegression.Binomial inOneThread(
      Callable<LogisticRegression.Binomial> fit) {
    ForkJoinPool pool = new ForkJoinPool(1);
    try {
      return pool.submit(fit).join();
    } finally {
      pool.shutdown();
    }
  }

  private static String time(long minute) {
    return Instant.ofEpochSecond(minute * 60).toString();
  }

  /** The training time in two, without rows whose horizon reaches from the first to the last. */
  private record Parts(List<RiskRow> first, List<RiskRow> last) {
    private static Parts of(List<RiskRow> rows) {
      long cut = RiskSplit.cut(rows, VALIDATION_SHARE);
      Parts parts =
          new Parts(
              rows.stream().filter(row -> RiskSplit.isBefore(row, cut)).toList(),
              rows.stream().filter(row -> row.minute() >= cut).toList());
      for (List<RiskRow> part : List.of(parts.first, parts.last)) {
        long positive = part.stream().filter(RiskRow::isPositive).count();
        if (positive == 0 || positive == part.size()) {
          throw new IllegalArgumentException(
              Message.of(
                  "The training time is too short: in a part of it %d of %d rows are positive",
                  positive, part.size()));
        }
      }

      return parts;
    }
  }
}
