// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.drift;

import io.pfss.models.soh.SohState;
import io.pfss.models.text.Message;
import io.pfss.pipeline.score.ShadowCounts;
import java.util.Map;

/**
 * The agreement of a challenger with the champion.
 *
 * @param model the name of the model
 * @param champion the version whose scores are published
 * @param challenger the version that is compared with it
 * @param readings the number of readings that both have scored
 * @param agreeing the number of readings with the same state
 * @param worse the number of readings with a worse state from the challenger
 */
public record ShadowReport(
    String model, String champion, String challenger, long readings, long agreeing, long worse) {

  /**
   * Calculates the report.
   *
   * @param counts the values of the counters that {@link ShadowCounts} names
   */
  public static ShadowReport of(
      String model, String champion, String challenger, Map<String, Long> counts) {
    long readings = 0;
    long agreeing = 0;
    long worse = 0;
    int none = SohState.ALL.size();
    for (int published = 0; published <= none; published++) {
      for (int shadow = 0; shadow <= none; shadow++) {
        long count =
            counts.getOrDefault(ShadowCounts.name(champion, challenger, published, shadow), 0L);
        readings += count;
        agreeing += published == shadow ? count : 0;
        worse += published < none && shadow < none && shadow > published ? count : 0;
      }
    }

    return new ShadowReport(model, champion, challenger, readings, agreeing, worse);
  }

  /** Returns the report as text, for the log. */
  public String text() {
    return Message.of(
        "%s/%s agrees with %s on %.2f %% of %,d readings; its state is worse on %.2f %%",
        model, challenger, champion, percent(agreeing), readings, percent(worse));
  }

  /** Returns line protocol: a point of {@code model_shadow}. */
  public String line(long timeMillis) {
    return Message.of(
        "model_shadow,model=%s,champion=%s,challenger=%s readings=%di,agreeing=%di,worse=%di %d",
        model, champion, challenger, readings, agreeing, worse, timeMillis);
  }

  private double percent(long count) {
    return readings == 0 ? 0 : 100.0 * count / readings;
  }
}
