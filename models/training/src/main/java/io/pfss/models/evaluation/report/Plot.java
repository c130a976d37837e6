// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.evaluation.report;

import io.pfss.models.text.Message;
import java.util.StringJoiner;

/** A field with axes from 0 to 1, on which lines are drawn. Not thread-safe. */
final class Plot {
  private static final int LEFT = 52;
  private static final int TOP = 12;
  private static final int SIDE = 260;
  private static final int BOTTOM = 44;
  private static final int TICKS = 5;

  private final Svg svg;
  private int legends;

  Plot(String title, String below, String beside) {
    svg = new Svg(LEFT + SIDE + 16, TOP + SIDE + BOTTOM, title);
    for (int i = 0; i <= TICKS; i++) {
      double share = (double) i / TICKS;
      svg.line(x(share), y(0), x(share), y(1), Palette.GRID)
          .line(x(0), y(share), x(1), y(share), Palette.GRID)
          .text(x(share), y(0) + 16, "middle", Message.of("%.1f", share))
          .text(x(0) - 6, y(share) + 4, "end", Message.of("%.1f", share));
    }

    svg.text(x(0.5), y(0) + 36, "middle", below).upwards(14, y(0.5), beside);
  }

  /** Draws a line through points, x and y in turn, each 0…1. */
  Plot line(double[] points, String color) {
    StringJoiner joined = new StringJoiner(" ");
    for (int i = 0; i + 1 < points.length; i += 2) {
      joined.add(Message.of("%.1f,%.1f", x(points[i]), y(points[i + 1])));
    }

    svg.polyline(joined.toString(), color, 2);
    return this;
  }

  Plot point(double x, double y, double radius, String color) {
    svg.circle(x(x), y(y), radius, color);
    return this;
  }

  /** Adds a line to the legend: the meaning of a color. */
  Plot legend(String name, String color) {
    double y = y(0) - 12 - 16 * legends++;
    svg.rect(x(0) + 8, y - 8, 10, 10, color).text(x(0) + 24, y + 1, "start", name);
    return this;
  }

  String end() {
    return svg.end();
  }

  private static double x(double share) {
    return LEFT + SIDE * share;
  }

  private static double y(double share) {
    return TOP + SIDE * (1 - share);
  }
}
