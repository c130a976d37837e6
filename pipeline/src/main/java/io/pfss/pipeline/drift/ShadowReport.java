package io.pfss.pipeline.drift;

import io.pfss.models.soh.SohState;
import io.pfss.models.text.Message;
import io.pfss.pipeline.score.ShadowCounts;
import java.util.Map;

/**
 * How far a challenger agrees with the champion.
 *
 * @param model their name
 * @param champion the version that is published
 * @param challenger the version that is compared
 * @param readings how many both have scored
 * @param agreeing of how many they say the same
 * @param worse of how many the challenger says a worse state
 */
public record ShadowReport(
    String model, String champion, String challenger, long readings, long agreeing, long worse) {

  /**
   * What some counts say.
   *
   * @param counts of the metrics that {@link ShadowCounts} names
   */
  public static ShadowReport of(
      String model, String champion, String challenger, Map<String, Long> counts) {
    long readings = 0;
    long agreeing = 0;
    long worse = 0;
    int none = SohState.ALL.size();
    for (int said = 0; said <= none; said++) {
      for (int beside = 0; beside <= none; beside++) {
        long count = counts.getOrDefault(ShadowCounts.name(champion, challenger, said, beside), 0L);
        readings += count;
        agreeing += said == beside ? count : 0;
        worse += said < none && beside < none && beside > said ? count : 0;
      }
    }

    return new ShadowReport(model, champion, challenger, readings, agreeing, worse);
  }

  /** In words, for the log. */
  public String text() {
    return Message.of(
        "%s/%s says the same as %s of %.2f %% of %,d readings, and worse of %.2f %%",
        model, challenger, champion, percent(agreeing), readings, percent(worse));
  }

  /** InfluxDB's line protocol: a point of {@code model_shadow}. */
  public String line(long timeMillis) {
    return Message.of(
        "model_shadow,model=%s,champion=%s,challenger=%s readings=%di,agreeing=%di,worse=%di %d",
        model, champion, challenger, readings, agreeing, worse, timeMillis);
  }

  private double percent(long count) {
    return readings == 0 ? 0 : 100.0 * count / readings;
  }
}
