// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.evaluation.report;

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
        "<p>%s; measured on %,d readings of %,d facilities.</p>",
        Svg.escape(source), subject.outcomes().size(), subject.outcomes().byFacility().size());
    report.comparison(evaluations);
    evaluations.forEach(report::pictures);
    report.timelines(subject);
    report.facilities(evaluations);
    return report.page.end();
  }

  private void comparison(List<ModelEvaluation> evaluations) {
    page.add("<h2>Side by side</h2><table><tr><th></th>");
    evaluations.forEach(one -> page.add("<th>%s</th>", Svg.escape(one.name())));
    page.add("</tr>");
    row("Macro F1", evaluations, one -> one.confusion().macroF1());
    for (SohState state : SohState.ALL) {
      String name = state.title();
      row("Precision, " + name, evaluations, one -> one.confusion().precision(state));
      row("Recall, " + name, evaluations, one -> one.confusion().recall(state));
      row("F1, " + name, evaluations, one -> one.confusion().f1(state));
    }

    text("Calibration error", evaluations, one -> calibration(one, Calibration::expectedError));
    text("Brier score", evaluations, one -> calibration(one, Calibration::brier));
    page.add("</table>");
  }

  private void pictures(ModelEvaluation model) {
    page.add("<h2>%s</h2><div class=\"row\">", Svg.escape(model.name()));
    page.figure(Pictures.confusion(model.confusion()), "Confusion matrix");
    if (model.isModel()) {
      page.figure(Pictures.precisionRecall(model.curves()), "Precision over recall");
      page.figure(
          Pictures.calibration(model.calibration().orElseThrow()),
          "Calibration: on the diagonal it is as often right as it says");
      page.figure(Pictures.importance(model), "Fall of macro F1 where a feature is shuffled");
    }

    page.add("</div>");
  }

  /** Of those facilities that change most. */
  private void timelines(ModelEvaluation model) {
    page.add("<h2>Power factor over time</h2>");
    model.outcomes().inOrder().entrySet().stream()
        .sorted(
            Comparator.comparingLong(
                (Map.Entry<Long, int[]> entry) -> -changes(model, entry.getValue())))
        .limit(TIMELINES)
        .forEach(
            entry ->
                page.figure(
                    Timeline.of(model.outcomes(), entry.getValue()),
                    Message.of("Facility %d, times in UTC", entry.getKey())));
  }

  private static long changes(ModelEvaluation model, int[] rows) {
    return IntStream.range(1, rows.length)
        .filter(i -> model.outcomes().truth(rows[i]) != model.outcomes().truth(rows[i - 1]))
        .count();
  }

  private void facilities(List<ModelEvaluation> evaluations) {
    page.add("<h2>Macro F1 by facility</h2><table><tr><th>Facility</th><th>Readings</th>");
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
    page.add("</table><p>Over the states that a facility is in or is said to be in.</p>");
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

  private void text(
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
