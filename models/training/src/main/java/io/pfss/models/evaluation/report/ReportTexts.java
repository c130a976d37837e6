// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.evaluation.report;

import io.pfss.models.text.Texts;
import io.pfss.models.training.risk.Interval;
import io.pfss.models.training.risk.RiskComparison;
import java.util.MissingResourceException;
import org.jspecify.annotations.Nullable;

/** The texts of evaluations, in the language of the machine's locale. */
public final class ReportTexts {
  private static final Texts TEXTS = Texts.of(ReportTexts.class);

  private ReportTexts() {}

  static String text(String key, @Nullable Object... values) {
    return TEXTS.get(key, values);
  }

  /**
   * Returns the name of a rule, a method or a part of the rows for people; that of a model as it
   * is.
   */
  public static String name(String name) {
    try {
      return text("name." + name.replaceAll("[^a-z0-9]+", "_"));
    } catch (MissingResourceException e) {
      return name;
    }
  }

  /** Returns in one line whether the subject is better than the best simple rule. */
  public static String verdict(RiskComparison comparison) {
    Interval gain = comparison.gain();
    String key = gain.low() > 0 ? "good" : gain.high() < 0 ? "worse" : "none";
    return text(
        "verdict.figures",
        text("verdict." + key, name(comparison.subject().name())),
        comparison.subject().prAuc(),
        name(comparison.bestSimple().name()),
        comparison.bestSimple().prAuc(),
        gain);
  }
}
