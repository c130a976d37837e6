// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.evaluation.report;

import static io.pfss.models.evaluation.report.ReportTexts.text;

import io.pfss.models.evaluation.Calibration;
import io.pfss.models.evaluation.Confusion;
import io.pfss.models.evaluation.ModelEvaluation;
import io.pfss.models.evaluation.PrecisionRecall;
import io.pfss.models.soh.SohState;
import io.pfss.models.text.Message;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;

/** The pictures of one model. */
final class Pictures {
  private static final int CELL = 84;
  private static final int LABELS = 110;
  private static final int BAR = 22;
  private static final int BARS = 260;

  private Pictures() {}

  /** True states down, predicted ones across; each row's shares are shaded. */
  static String confusion(Confusion confusion) {
    int side = SohState.ALL.size() * CELL;
    Svg svg = new Svg(LABELS + side + 10, side + 50, text("confusion"));
    for (SohState truth : SohState.ALL) {
      long row = confusion.countOf(truth);
      double y = 26 + truth.ordinal() * CELL;
      svg.text(LABELS - 8, y + CELL / 2.0 + 4, "end", text("state." + truth.word()));
      for (SohState predicted : SohState.ALL) {
        long count = confusion.count(truth, predicted);
        double share = row == 0 ? 0 : (double) count / row;
        double x = LABELS + predicted.ordinal() * CELL;
        svg.rect(x, y, CELL - 2, CELL - 2, shade(share, truth == predicted))
            .text(x + CELL / 2.0, y + CELL / 2.0 - 2, "middle", percent(share))
            .text(x + CELL / 2.0, y + CELL / 2.0 + 16, "middle", Message.of("%,d", count));
      }
    }

    for (SohState predicted : SohState.ALL) {
      svg.text(
          LABELS + predicted.ordinal() * CELL + CELL / 2.0,
          18,
          "middle",
          text("state." + predicted.word()));
    }

    return svg.text(LABELS + side / 2.0, side + 44, "middle", text("predicted_true")).end();
  }

  /** Precision over recall of each of {@link SohState#ALL}. */
  static String precisionRecall(List<PrecisionRecall> curves) {
    Plot plot = new Plot(text("precision_and_recall"), text("recall"), text("precision"));
    for (SohState state : SohState.ALL) {
      PrecisionRecall curve = curves.get(state.ordinal());
      String color = Palette.of(state);
      plot.line(
              curve.points().stream()
                  .flatMapToDouble(point -> DoubleStream.of(point.recall(), point.precision()))
                  .toArray(),
              color)
          .legend(
              text("average_precision", text("state." + state.word()), curve.averagePrecision()),
              color);
    }

    return plot.end();
  }

  /** How often the model is right over how sure it is; points grow with the readings. */
  static String calibration(Calibration calibration) {
    Plot plot =
        new Plot(text("calibration"), text("says"), text("right"))
            .line(new double[] {0, 0, 1, 1}, Palette.GRID);
    double most = calibration.bins().stream().mapToLong(Calibration.Bin::count).max().orElse(1);
    plot.line(
        calibration.bins().stream()
            .flatMapToDouble(bin -> DoubleStream.of(bin.said(), bin.right()))
            .toArray(),
        Palette.ACCENT);
    for (Calibration.Bin bin : calibration.bins()) {
      plot.point(bin.said(), bin.right(), 3 + 6 * Math.sqrt(bin.count() / most), Palette.ACCENT);
    }

    return plot.end();
  }

  /** Features by how much macro F1 falls without them. */
  static String importance(ModelEvaluation model) {
    List<Map.Entry<String, Double>> falling =
        model.importance().entrySet().stream()
            .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
            .toList();
    double most = falling.stream().mapToDouble(Map.Entry::getValue).max().orElse(0);
    Svg svg = new Svg(LABELS + 60 + BARS + 60, falling.size() * BAR + 10, text("importance_title"));
    for (int i = 0; i < falling.size(); i++) {
      double value = Math.max(0, falling.get(i).getValue());
      double width = most <= 0 ? 0 : BARS * value / most;
      double y = i * BAR + 4;
      svg.text(LABELS + 52, y + 14, "end", falling.get(i).getKey())
          .rect(LABELS + 60, y, width, BAR - 6, Palette.ACCENT)
          .text(
              LABELS + 66 + width, y + 13, "start", Message.of("%.3f", falling.get(i).getValue()));
    }

    return svg.end();
  }

  private static String shade(double share, boolean right) {
    int strength = (int) Math.round(200 * share);
    return right
        ? Message.of("rgb(%d,%d,%d)", 240 - strength, 250 - strength / 3, 240 - strength / 2)
        : Message.of("rgb(%d,%d,%d)", 250 - strength / 4, 245 - strength, 240 - strength);
  }

  private static String percent(double share) {
    return Message.of("%.1f %%", 100 * share);
  }
}
