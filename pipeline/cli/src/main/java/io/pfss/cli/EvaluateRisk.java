// SPDX-License-Identifier: Apache-2.0
package io.pfss.cli;

import static io.pfss.cli.Pfss.text;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pfss.models.evaluation.report.ReportTexts;
import io.pfss.models.evaluation.report.RiskPage;
import io.pfss.models.facility.RiskModel;
import io.pfss.models.soh.ModelDescription;
import io.pfss.models.text.Message;
import io.pfss.models.training.risk.Alarms;
import io.pfss.models.training.risk.Interval;
import io.pfss.models.training.risk.RiskComparison;
import io.pfss.models.training.risk.RiskEvaluation;
import io.pfss.models.training.risk.RiskRow;
import io.pfss.models.training.risk.RiskRows;
import io.pfss.models.training.risk.RiskScorer;
import io.pfss.models.training.risk.RiskSplit;
import io.pfss.pipeline.score.Models;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Compares risk models with simple rules and with models trained on earlier readings. */
final class EvaluateRisk {
  /** The last third of the rows is measured, the first two train the rules and methods. */
  private static final double LATER_SHARE = 1.0 / 3;

  private final LabelledSource source;
  private final List<Model> models;
  private final boolean all;

  /**
   * The model or method to measure.
   *
   * @param folders of risk models; none, if only methods are to be measured
   * @param all whether rows count that a model may have been trained on
   * @throws IllegalArgumentException if a folder is not that of a risk model
   */
  EvaluateRisk(LabelledSource source, List<String> folders, boolean all) {
    this.source = source;
    this.models = folders.stream().map(EvaluateRisk::model).toList();
    this.all = all;
  }

  private static Model model(String folder) {
    ModelDescription description = Models.describe(folder);
    RiskModel risk = description.risk();
    if (risk == null) {
      throw new IllegalArgumentException(text("risk.of_states", folder));
    }

    return new Model(
        description.name() + "/" + description.version(), risk, TrainedOn.of(description));
  }

  void measure(Path report, PrintWriter out, PrintWriter err) throws IOException {
    RiskRows data = new RiskRows(source.rule().warning(), source.zone());
    source.readUnlabelled(data::add, err);
    RiskSplit split = RiskSplit.of(data, LATER_SHARE);
    List<RiskScorer> scorers = new ArrayList<>();
    models.forEach(model -> scorers.add(RiskScorer.of(model.name(), model.risk())));
    scorers.addAll(RiskScorer.methods(split.training()));
    scorers.addAll(RiskScorer.controls(split.training()));
    Map<String, RiskComparison> parts = new LinkedHashMap<>();
    put(parts, "later time", split.later(), split, scorers);
    put(parts, "other facilities, later time", split.others(), split, scorers);
    if (parts.isEmpty()) {
      throw new IllegalArgumentException(text("risk.all_known", source.description()));
    }

    parts.forEach((part, comparison) -> print(part, comparison, out));
    Files.writeString(report, RiskPage.of(source.description(), data.limit(), parts));
    out.println(text("wrote", report));
  }

  private void put(
      Map<String, RiskComparison> parts,
      String part,
      List<RiskRow> kept,
      RiskSplit split,
      List<RiskScorer> scorers) {
    List<TrainedOn> known = models.stream().map(Model::known).toList();
    List<RiskRow> rows =
        kept.stream()
            .filter(
                row ->
                    all
                        || known.stream()
                            .noneMatch(
                                one ->
                                    one.mayContain(
                                        source.description(),
                                        row.facility(),
                                        Duration.ofMinutes(row.minute()).toMillis())))
            .toList();
    long positives = rows.stream().filter(RiskRow::isPositive).count();
    if (positives > 0 && positives < rows.size()) {
      parts.put(part, RiskComparison.of(rows, split.training(), scorers));
    }
  }

  private static void print(String part, RiskComparison comparison, PrintWriter out) {
    out.println(
        text(
            "risk.part",
            ReportTexts.name(part),
            comparison.rows(),
            comparison.facilities(),
            comparison.days(),
            comparison.positives(),
            comparison.blocks()));
    TextTable.print(out, "risk", comparison.evaluations().stream().map(EvaluateRisk::row).toList());
    out.println(ReportTexts.verdict(comparison));
    comparison.evaluations().forEach(one -> out.println("PFSS_EVALUATE " + json(part, one)));
    ObjectNode verdict = JsonNodeFactory.instance.objectNode();
    verdict.put("task", "risk").put("rows", part);
    verdict.put("subject", comparison.subject().name());
    verdict.put("best_simple", comparison.bestSimple().name());
    put(verdict, "gain", comparison.gain());
    out.println("PFSS_EVALUATE " + verdict);
  }

  private static List<?> row(RiskEvaluation one) {
    return List.of(
        ReportTexts.name(one.name()),
        one.prAuc(),
        Message.of("%.3f", one.precisionAtRecall80()),
        Message.of("%.3f", one.brierSkill()),
        predicted(one.strict()),
        lead(one.strict()),
        percent(one.strict().timeShare()),
        one.strict().beyondProfile(),
        predicted(one.loose()),
        lead(one.loose()),
        percent(one.loose().timeShare()));
  }

  private static String predicted(Alarms alarms) {
    return text(
        "risk.predicted",
        alarms.predicted(),
        alarms.onsets(),
        alarms.predictedShare().low(),
        alarms.predictedShare().high());
  }

  private static String lead(Alarms alarms) {
    return alarms.predicted() == 0 ? "-" : text("risk.lead", alarms.medianLead());
  }

  private static String percent(double share) {
    return Message.of("%.1f %%", 100 * share);
  }

  private static ObjectNode json(String part, RiskEvaluation one) {
    ObjectNode line = JsonNodeFactory.instance.objectNode();
    line.put("task", "risk").put("rows", part).put("name", one.name());
    line.put("kind", one.scorer().kind().name());
    put(line, "pr_auc", one.prAuc());
    line.put("precision_at_recall_80", one.precisionAtRecall80());
    line.put("brier_skill", one.brierSkill());
    line.put("calibration_error", one.calibration().expectedError());
    put(line.putObject("at_0.25"), one.strict());
    put(line.putObject("at_1"), one.loose());
    return line;
  }

  private static void put(ObjectNode node, Alarms alarms) {
    node.put("threshold", alarms.threshold());
    node.put("onsets", alarms.onsets()).put("predicted", alarms.predicted());
    put(node, "predicted_share", alarms.predictedShare());
    node.put("beyond_profile", alarms.beyondProfile());
    node.put("median_lead_min", alarms.medianLead());
    node.put("time_in_alarm", alarms.timeShare());
    node.put("false_a_day", alarms.falseADay());
  }

  private static void put(ObjectNode node, String name, Interval interval) {
    node.put(name, interval.value());
    node.put(name + "_low", interval.low());
    node.put(name + "_high", interval.high());
  }

  private record Model(String name, RiskModel risk, TrainedOn known) {}
}
