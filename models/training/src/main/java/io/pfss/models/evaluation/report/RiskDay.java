// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.evaluation.report;

import static io.pfss.models.evaluation.report.ReportTexts.text;

import io.pfss.models.facility.RiskInput;
import io.pfss.models.text.Message;
import io.pfss.models.training.risk.RiskEvaluation;
import io.pfss.models.training.risk.RiskRow;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * One day of a facility: power factor and risk over time, alarms below, and a line where the limit
 * is reached. Where the power factor is at the limit there is no risk, so there is a gap.
 */
final class RiskDay {
  private static final int DAY = 1440;
  private static final int LEFT = 96;
  private static final int TOP = 10;
  private static final double SCALE = 900.0 / DAY;
  private static final int HEIGHT = 150;
  private static final int STRIP = 14;
  private static final int LONGEST_GAP = 15;

  private RiskDay() {}

  /** The picture of the day with most alarms that the limit follows; empty if there is none. */
  static Optional<String> of(List<RiskRow> rows, RiskEvaluation subject) {
    double threshold = subject.loose().threshold();
    Map<List<Long>, List<RiskRow>> days =
        rows.stream()
            .collect(Collectors.groupingBy(row -> List.of(row.facility(), row.minute() / DAY)));
    return days.values().stream()
        .filter(day -> right(day, subject, threshold) > 0)
        .max(
            Comparator.<List<RiskRow>>comparingLong(day -> right(day, subject, threshold))
                .thenComparing(day -> day.get(0).minute()))
        .map(day -> picture(day, subject, threshold));
  }

  private static long right(List<RiskRow> day, RiskEvaluation subject, double threshold) {
    return day.stream()
        .filter(RiskRow::isPositive)
        .filter(row -> subject.scorer().score().applyAsDouble(row) >= threshold)
        .count();
  }

  private static String picture(List<RiskRow> day, RiskEvaluation subject, double threshold) {
    int bottom = TOP + HEIGHT;
    Svg svg =
        new Svg(
            LEFT + (int) (DAY * SCALE) + 20,
            bottom + STRIP + 40,
            text("day_of", day.get(0).facility()));
    for (double share : List.of(0.0, 0.5, 1.0)) {
      double y = bottom - HEIGHT * share;
      svg.line(LEFT, y, LEFT + DAY * SCALE, y, Palette.GRID)
          .text(LEFT - 8, y + 4, "end", Message.of("%.1f", share));
    }

    for (int hour = 0; hour <= 24; hour += 3) {
      svg.text(LEFT + 60 * hour * SCALE, bottom + STRIP + 32, "middle", text("hour", hour));
    }

    svg.text(LEFT - 8, bottom + STRIP + 10, "end", text("alarm"));
    day.stream()
        .filter(RiskRow::isPositive)
        .map(RiskRow::limitMinute)
        .distinct()
        .forEach(minute -> svg.line(x(minute, day), TOP, x(minute, day), bottom, "#d1372f"));
    day.stream()
        .filter(row -> subject.scorer().score().applyAsDouble(row) >= threshold)
        .forEach(row -> svg.rect(x(row.minute(), day), bottom + 12, 5 * SCALE, STRIP, "#e0a100"));
    lines(svg, day, row -> row.input(RiskInput.PF_NOW), Palette.INK);
    lines(svg, day, subject.scorer().probability(), Palette.ACCENT);
    return svg.end();
  }

  private static void lines(
      Svg svg, List<RiskRow> day, ToDoubleFunction<RiskRow> value, String color) {
    StringJoiner line = new StringJoiner(" ");
    long before = day.get(0).minute();
    for (RiskRow row : day) {
      if (row.minute() - before > LONGEST_GAP) {
        svg.polyline(line.toString(), color, 1.5);
        line = new StringJoiner(" ");
      }

      before = row.minute();
      line.add(
          Message.of(
              "%.1f,%.1f", x(row.minute(), day), TOP + HEIGHT - HEIGHT * value.applyAsDouble(row)));
    }

    svg.polyline(line.toString(), color, 1.5);
  }

  private static double x(long minute, List<RiskRow> day) {
    return LEFT + Math.min(DAY, minute - day.get(0).minute() / DAY * DAY) * SCALE;
  }
}
