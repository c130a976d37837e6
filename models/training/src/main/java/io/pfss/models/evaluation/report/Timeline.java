// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.evaluation.report;

import static io.pfss.models.evaluation.report.ReportTexts.text;

import io.pfss.models.evaluation.Outcomes;
import io.pfss.models.soh.SohState;
import io.pfss.models.text.Message;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.function.IntFunction;

/**
 * One facility's power factor over time, with the true and the predicted states below it. Where
 * there are more readings than dots, a dot has the lowest power factor and the worst states of its
 * time.
 */
final class Timeline {
  private static final int WIDTH = 900;
  private static final int LEFT = 96;
  private static final int TOP = 10;
  private static final int HEIGHT = 150;
  private static final int STRIP = 18;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final int TIMES = 5;

  private Timeline() {}

  /**
   * The picture.
   *
   * @param rows of the facility, in the order of time, at least one
   */
  static String of(Outcomes outcomes, int[] rows) {
    long from = outcomes.timeMillis(rows[0]);
    long span = Math.max(1, outcomes.timeMillis(rows[rows.length - 1]) - from);
    int bottom = TOP + HEIGHT;
    Svg svg =
        new Svg(
            LEFT + WIDTH + 20, bottom + 3 * STRIP + 40, text("pf_of", outcomes.facility(rows[0])));
    for (double powerFactor : List.of(0.0, 0.6, 0.8, 1.0)) {
      double y = bottom - HEIGHT * powerFactor;
      svg.line(LEFT, y, LEFT + WIDTH, y, Palette.GRID)
          .text(LEFT - 8, y + 4, "end", Message.of("%.1f", powerFactor));
    }

    svg.upwards(40, TOP + HEIGHT / 2.0, text("pf"));
    double[] lowest = new double[WIDTH];
    Arrays.fill(lowest, Double.NaN);
    for (int row : rows) {
      int x = place(outcomes.timeMillis(row), from, span);
      double amount = Math.abs(outcomes.powerFactor(row));
      lowest[x] = Double.isNaN(lowest[x]) ? amount : Math.min(lowest[x], amount);
    }

    StringJoiner line = new StringJoiner(" ");
    for (int x = 0; x < WIDTH; x++) {
      if (!Double.isNaN(lowest[x])) {
        line.add(Message.of("%d,%.1f", LEFT + x, bottom - HEIGHT * lowest[x]));
      }
    }

    svg.polyline(line.toString(), Palette.INK, 1);
    strip(svg, text("true"), bottom + 12, worst(rows, outcomes, from, span, outcomes::truth));
    strip(
        svg,
        text("predicted"),
        bottom + 12 + STRIP + 6,
        worst(rows, outcomes, from, span, outcomes::predicted));
    for (int i = 0; i < TIMES; i++) {
      double share = (double) i / (TIMES - 1);
      svg.text(
          LEFT + WIDTH * share,
          bottom + 3 * STRIP + 24,
          i == TIMES - 1 ? "end" : "middle",
          TIME.format(Instant.ofEpochMilli(from + (long) (span * share))));
    }

    return svg.end();
  }

  private static SohState[] worst(
      int[] rows, Outcomes outcomes, long from, long span, IntFunction<SohState> state) {
    SohState[] worst = new SohState[WIDTH];
    for (int row : rows) {
      int x = place(outcomes.timeMillis(row), from, span);
      SohState one = state.apply(row);
      if (worst[x] == null || one.compareTo(worst[x]) > 0) {
        worst[x] = one;
      }
    }

    return worst;
  }

  /** Draws states, each from its dot to the next that is known. */
  private static void strip(Svg svg, String name, double y, SohState[] states) {
    svg.text(LEFT - 8, y + 13, "end", name);
    int begin = 0;
    for (int x = 1; x <= WIDTH; x++) {
      if (x == WIDTH || (states[x] != null && states[x] != states[begin])) {
        if (states[begin] != null) {
          svg.rect(LEFT + begin, y, x - begin, STRIP, Palette.of(states[begin]));
        }

        begin = x;
      }
    }
  }

  private static int place(long time, long from, long span) {
    return (int) Math.min(WIDTH - 1, (time - from) * WIDTH / span);
  }
}
