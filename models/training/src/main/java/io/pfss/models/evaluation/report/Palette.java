// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.evaluation.report;

import io.pfss.models.soh.SohState;

/** The colors of the pictures: green, amber and red, as lamps of a control room. */
final class Palette {
  static final String GRID = "#e3e6ea";
  static final String INK = "#1f2933";
  static final String ACCENT = "#2b6cb0";

  private Palette() {}

  static String of(SohState state) {
    return switch (state) {
      case NORMAL -> "#2a9d5c";
      case CAUTION -> "#e0a100";
      case WARNING -> "#d1372f";
    };
  }
}
