// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.evaluation.report;

import static io.pfss.models.evaluation.report.ReportTexts.text;

import io.pfss.models.evaluation.Calibration;
import io.pfss.models.evaluation.Confusion;
import io.pfss.models.evaluation.ModelEvaluation;
import io.pfss.models.soh.SohState;
import io.pfss.models.text.Message;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** An evaluation of models of states as one page of HTML. */
public final class ReportPage {
  private static final int TIMELINES = 3;

  private final HtmlPage page;

  private ReportPage(HtmlPage page) {
    this.page = page;
  }

  /**
   * The page.
   *
   * @param source the readings' source
   * @param evaluations of the same readings; the first is the one that all is about
   */
  public static String of(String source, List<ModelEvaluation> evaluations) {
    ModelEvaluation subject = evaluations.get(0);
    ReportPage report = new ReportPage(new HtmlPage(subject.name()));
    report.page.add(
        "<p>%s</p>",
        Svg.escape(
            text(
                "measured",
                source,
                subject.outcomes().size(),
                subject.outcomes().byFacility().size())));
    report.comparison(evaluations);
    evaluations.forEach(report::pictures);
    report.timelines(subject);
    report.facilities(evaluations);
    return report.page.end();
  }

  private void comparison(List<ModelEvaluation> evaluations) {
    page.add("<h2>%s</h2><table><tr><th></th>", text("side_by_side"));
    evaluations.forEach(one -> page.add("<th>%s</th>", Svg.escape(one.name())));
    page.add("</tr>");
    row(text("macro_f1"), evaluations, one -> one.confusion().macroF1());
    for (SohState state : SohState.ALL) {
      String name = text("state." + state.word());
      row(text("precision_of", name), evaluations, one -> one.confusion().precision(state));
      row(text("recall_of", name), evaluations, one -> one.confusion().recall(state));
      row(text("f1_of", name), evaluations, one -> one.confusion().f1(state));
    }

    words(
        text("calibration_error"),
        evaluations,
        one -> calibration(one, Calibration::expectedError));
    words(text("brier"), evaluations, one -> calibration(one, Calibration::brier));
    page.add("</table>");
  }

  private void pictures(ModelEvaluation model) {
    page.add("<h2>%s</h2><div class=\"row\">", Svg.escape(model.name()));
    page.figure(Pictures.confusion(model.confusion()), text("confusion"));
    if (model.isModel()) {
      page.figure(Pictures.precisionRecall(model.curves()), text("precision_recall"));
      page.figure(Pictures.calibration(model.calibration().orElseThrow()), text("calibrated"));
      page.figure(Pictures.importance(model), text("importance"));
    }

    page.add("</div>");
  }

  /** Of those facilities that change most. */
  private void timelines(ModelEvaluation model) {
    page.add("<h2>%s</h2>", text("over_time"));
    model.outcomes().inOrder().entrySet().stream()
        .sorted(
            Comparator.comparingLong(
                (Map.Entry<Long, int[]> entry) -> -changes(model, entry.getValue())))
        .limit(TIMELINES)
        .forEach(
            entry ->
                page.figure(
                    Timeline.of(model.outcomes(), entry.getValue()),
                    text("facility_utc", entry.getKey())));
  }

  private static long changes(ModelEvaluation model, int[] rows) {
    return IntStream.range(1, rows.length)
        .filter(i -> model.outcomes().truth(rows[i]) != model.outcomes().truth(rows[i - 1]))
        .count();
  }

  private void facilities(List<ModelEvaluation> evaluations) {
    page.add(
        "<h2>%s</h2><table><tr><th>%s</th><th>%s</th>",
        text("by_facility"), text("facility"), text("readings"));
    evaluations.forEach(one -> page.add("<th>%s</th>", Svg.escape(one.name())));
    page.add("</tr>");
    List<Map<Long, Confusion>> tables =
        evaluations.stream().map(one -> one.outcomes().byFacility()).toList();
    Map<Long, int[]> rows = evaluations.get(0).outcomes().inOrder();
    rows.forEach(
        (facility, indices) -> {
          page.add("<tr><td>%d</td><td>%,d</td>", facility, indices.length);
          tables.forEach(
              table -> page.add("<td>%s</td>", number(of(facility, table).presentMacroF1())));
          page.add("</tr>");
        });
    page.add("</table><p>%s</p>", text("present"));
  }

  /** All evaluations are of the same readings, so of the same facilities. */
  private static Confusion of(Long facility, Map<Long, Confusion> table) {
    return Objects.requireNonNull(table.get(facility), "facility");
  }

  private void row(
      String name, List<ModelEvaluation> evaluations, ToDoubleFunction<ModelEvaluation> value) {
    double best = evaluations.stream().mapToDouble(value).max().orElse(0);
    page.add("<tr><td>%s</td>", name);
    for (ModelEvaluation one : evaluations) {
      double number = value.applyAsDouble(one);
      page.add("<td%s>%s</td>", number == best ? " class=\"best\"" : "", number(number));
    }

    page.add("</tr>");
  }

  private void words(
      String name, List<ModelEvaluation> evaluations, Function<ModelEvaluation, String> value) {
    page.add("<tr><td>%s</td>", name);
    evaluations.forEach(one -> page.add("<td>%s</td>", value.apply(one)));
    page.add("</tr>");
  }

  private static String calibration(ModelEvaluation of, ToDoubleFunction<Calibration> measure) {
    return of.calibration().map(one -> number(measure.applyAsDouble(one))).orElse("–");
  }

  private static String number(double number) {
    return Message.of("%.3f", number);
  }
}
