// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.evaluation.report;

import io.pfss.models.evaluation.Calibration;
import io.pfss.models.evaluation.Confusion;
import io.pfss.models.evaluation.LeadTimes;
import io.pfss.models.evaluation.ModelEvaluation;
import io.pfss.models.soh.SohState;
import io.pfss.models.text.Message;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * An evaluation as one page of HTML, with its pictures and without any script or address: it can be
 * sent by mail and looked at in ten years.
 */
public final class ReportPage {
  private static final int TIMELINES = 3;
  private static final String STYLE =
      """
      body { font: 15px/1.5 system-ui, "Noto Sans KR", "Malgun Gothic", sans-serif; color: #1f2933;
             max-width: 1080px; margin: 2rem auto; padding: 0 1rem; }
      h1 { font-size: 1.6rem; } h2 { margin-top: 2.5rem; border-bottom: 1px solid #e3e6ea; }
      table { border-collapse: collapse; } td, th { padding: .25rem .8rem; text-align: right;
             border-bottom: 1px solid #e3e6ea; } td:first-child, th:first-child { text-align: left; }
      .best { font-weight: 700; } .row { display: flex; flex-wrap: wrap; gap: 1.5rem; }
      figure { margin: 0 0 1rem; } figcaption { color: #52606d; } svg { max-width: 100%;
             height: auto; } svg text { font-size: 12px; fill: #1f2933; }
      """;

  private final StringBuilder page = new StringBuilder();

  private ReportPage() {}

  /**
   * The page.
   *
   * @param source what was measured on
   * @param evaluations of the same readings; the first is the one that all is about
   */
  public static String of(String source, List<ModelEvaluation> evaluations) {
    ReportPage report = new ReportPage();
    ModelEvaluation subject = evaluations.get(0);
    report.add(
        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\">"
            + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
            + "<title>PFSS: %s</title><style>%s</style></head><body>",
        Svg.escape(subject.name()), STYLE);
    report.add("<h1>Evaluation of %s</h1>", Svg.escape(subject.name()));
    report.add(
        "<p>%s; measured on %,d readings of %,d facilities.</p>",
        Svg.escape(source), subject.outcomes().size(), subject.outcomes().byFacility().size());
    report.comparison(evaluations);
    evaluations.forEach(report::pictures);
    report.timelines(subject);
    report.facilities(evaluations);
    return report.add("</body></html>").page.toString();
  }

  private void comparison(List<ModelEvaluation> evaluations) {
    add("<h2>Side by side</h2><table><tr><th></th>");
    evaluations.forEach(one -> add("<th>%s</th>", Svg.escape(one.name())));
    add("</tr>");
    row("Macro F1", evaluations, one -> one.confusion().macroF1());
    for (SohState state : SohState.ALL) {
      String name = state.title();
      row("Precision, " + name, evaluations, one -> one.confusion().precision(state));
      row("Recall, " + name, evaluations, one -> one.confusion().recall(state));
      row("F1, " + name, evaluations, one -> one.confusion().f1(state));
    }

    text("Warnings that were due", evaluations, one -> count(one.leadTimes().due()));
    text("… said in time", evaluations, one -> count(one.leadTimes().inTime()));
    text("… never said", evaluations, one -> count(one.leadTimes().missed()));
    text("False alarms", evaluations, one -> count(one.leadTimes().falseAlarms()));
    text("Median lead", evaluations, one -> lead(one.leadTimes()));
    text("Calibration error", evaluations, one -> calibration(one, Calibration::expectedError));
    text("Brier score", evaluations, one -> calibration(one, Calibration::brier));
    add("</table>");
  }

  private void pictures(ModelEvaluation model) {
    add("<h2>%s</h2><div class=\"row\">", Svg.escape(model.name()));
    figure(Pictures.confusion(model.confusion()), "Confusion matrix");
    if (model.isModel()) {
      figure(Pictures.precisionRecall(model.curves()), "Precision over recall");
      figure(
          Pictures.calibration(model.calibration().orElseThrow()),
          "Calibration: on the diagonal it is as often right as it says");
      figure(Pictures.importance(model), "Fall of macro F1 where a feature is shuffled");
    }

    add("</div>");
  }

  /** Of those facilities that change most. */
  private void timelines(ModelEvaluation model) {
    add("<h2>Power factor over time</h2>");
    model.outcomes().inOrder().entrySet().stream()
        .sorted(
            Comparator.comparingLong(
                (Map.Entry<Long, int[]> entry) -> -changes(model, entry.getValue())))
        .limit(TIMELINES)
        .forEach(
            entry ->
                figure(
                    Timeline.of(model.outcomes(), entry.getValue()),
                    Message.of("Facility %d, times in UTC", entry.getKey())));
  }

  private static long changes(ModelEvaluation model, int[] rows) {
    return IntStream.range(1, rows.length)
        .filter(i -> model.outcomes().truth(rows[i]) != model.outcomes().truth(rows[i - 1]))
        .count();
  }

  private void facilities(List<ModelEvaluation> evaluations) {
    add("<h2>Macro F1 by facility</h2><table><tr><th>Facility</th><th>Readings</th>");
    evaluations.forEach(one -> add("<th>%s</th>", Svg.escape(one.name())));
    add("</tr>");
    List<Map<Long, Confusion>> tables =
        evaluations.stream().map(one -> one.outcomes().byFacility()).toList();
    Map<Long, int[]> rows = evaluations.get(0).outcomes().inOrder();
    rows.forEach(
        (facility, indices) -> {
          add("<tr><td>%d</td><td>%,d</td>", facility, indices.length);
          tables.forEach(table -> add("<td>%s</td>", number(of(facility, table).presentMacroF1())));
          add("</tr>");
        });
    add("</table><p>Over the states that a facility is in or is said to be in.</p>");
  }

  /** All evaluations are of the same readings, so of the same facilities. */
  private static Confusion of(Long facility, Map<Long, Confusion> table) {
    return Objects.requireNonNull(table.get(facility), "facility");
  }

  private void row(
      String name, List<ModelEvaluation> evaluations, ToDoubleFunction<ModelEvaluation> value) {
    double best = evaluations.stream().mapToDouble(value).max().orElse(0);
    add("<tr><td>%s</td>", name);
    for (ModelEvaluation one : evaluations) {
      double number = value.applyAsDouble(one);
      add("<td%s>%s</td>", number == best ? " class=\"best\"" : "", number(number));
    }

    add("</tr>");
  }

  private void text(
      String name, List<ModelEvaluation> evaluations, Function<ModelEvaluation, String> value) {
    add("<tr><td>%s</td>", name);
    evaluations.forEach(one -> add("<td>%s</td>", value.apply(one)));
    add("</tr>");
  }

  private void figure(String picture, String caption) {
    add("<figure>%s<figcaption>%s</figcaption></figure>", picture, Svg.escape(caption));
  }

  private static String calibration(ModelEvaluation of, ToDoubleFunction<Calibration> measure) {
    return of.calibration().map(one -> number(measure.applyAsDouble(one))).orElse("–");
  }

  private static String lead(LeadTimes leads) {
    return leads.leadMillis().isEmpty()
        ? "–"
        : Message.of("%d min", Duration.ofMillis(leads.medianMillis()).toMinutes());
  }

  private static String count(int number) {
    return Message.of("%,d", number);
  }

  private static String number(double number) {
    return Message.of("%.3f", number);
  }

  private ReportPage add(String format, Object... values) {
    page.append(Message.of(format, values)).append(System.lineSeparator());
    return this;
  }
}
