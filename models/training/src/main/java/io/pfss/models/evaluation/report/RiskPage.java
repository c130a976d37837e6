// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.evaluation.report;

import static io.pfss.models.evaluation.report.ReportTexts.text;

import io.pfss.models.evaluation.PrecisionRecall;
import io.pfss.models.text.Message;
import io.pfss.models.training.risk.Alarms;
import io.pfss.models.training.risk.RiskComparison;
import io.pfss.models.training.risk.RiskEvaluation;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;

/** An evaluation of risk models as one page of HTML. */
public final class RiskPage {
  private static final List<String> COLORS =
      List.of("#d1372f", "#2b6cb0", "#2a9d5c", "#e0a100", "#7b3fa0", "#0f8b8d");

  private final HtmlPage page;

  private RiskPage(HtmlPage page) {
    this.page = page;
  }

  /**
   * The page.
   *
   * @param source the readings' source
   * @param limit of the power factor
   * @param parts of the measured rows by name, at least one
   */
  public static String of(String source, double limit, Map<String, RiskComparison> parts) {
    RiskComparison first = parts.values().iterator().next();
    RiskPage report = new RiskPage(new HtmlPage(ReportTexts.name(first.subject().name())));
    report.page.add("<p>%s</p>", Svg.escape(text("risk", source, limit)));
    parts.forEach(report::part);
    return report.page.end();
  }

  private void part(String name, RiskComparison comparison) {
    page.add("<h2>%s</h2>", Svg.escape(ReportTexts.name(name)));
    page.add(
        "<p>%s</p>",
        text(
            "rows",
            comparison.rows(),
            comparison.facilities(),
            comparison.days(),
            comparison.positives()));
    page.add("<p><b>%s.</b></p>", Svg.escape(ReportTexts.verdict(comparison)));
    page.add("<table><tr>");
    for (String column : text("risk.columns").split("\\|")) {
      page.add("<th>%s</th>", column);
    }

    page.add("</tr>");
    comparison.evaluations().forEach(this::row);
    page.add("</table><div class=\"row\">");
    page.figure(curves(comparison), text("precision_recall"));
    page.figure(
        Pictures.calibration(comparison.subject().calibration()),
        text("calibration_of", ReportTexts.name(comparison.subject().name())));
    page.add("</div>");
    RiskDay.of(comparison.measured(), comparison.subject())
        .ifPresent(picture -> page.figure(picture, text("day")));
  }

  private void row(RiskEvaluation one) {
    page.add(
        "<tr><td>%s</td><td>%s</td><td>%.3f</td><td>%.3f</td>",
        Svg.escape(ReportTexts.name(one.name())),
        one.prAuc(),
        one.precisionAtRecall80(),
        one.brierSkill());
    alarms(one.strict());
    page.add("<td>%d</td>", one.strict().beyondProfile());
    alarms(one.loose());
    page.add("</tr>");
  }

  private void alarms(Alarms alarms) {
    page.add(
        "<td>%s</td><td>%s</td><td>%.1f %%</td>",
        text(
            "predicted_of",
            alarms.predicted(),
            alarms.onsets(),
            alarms.predictedShare().low(),
            alarms.predictedShare().high()),
        alarms.predicted() == 0 ? "–" : text("minutes", alarms.medianLead()),
        100 * alarms.timeShare());
  }

  /** Of the best ones. */
  private static String curves(RiskComparison comparison) {
    Plot plot = new Plot(text("precision_and_recall"), text("recall"), text("precision"));
    List<RiskEvaluation> best =
        comparison.evaluations().stream()
            .sorted((a, b) -> Double.compare(b.prAuc().value(), a.prAuc().value()))
            .limit(COLORS.size())
            .toList();
    for (int i = 0; i < best.size(); i++) {
      plot.line(points(best.get(i).curve()), COLORS.get(i))
          .legend(
              Message.of(
                  "%s, %.3f", ReportTexts.name(best.get(i).name()), best.get(i).prAuc().value()),
              COLORS.get(i));
    }

    return plot.end();
  }

  private static double[] points(PrecisionRecall curve) {
    return curve.points().stream()
        .flatMapToDouble(point -> DoubleStream.of(point.recall(), point.precision()))
        .toArray();
  }
}
