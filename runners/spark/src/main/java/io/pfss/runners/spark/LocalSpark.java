package io.pfss.runners.spark;

import java.util.Map;

/** A Spark in this process. */
public final class LocalSpark {
  /** What a local Spark listens on is nobody else's business. */
  public static final Map<String, String> SETTINGS =
      Map.of(
          "spark.driver.bindAddress", "127.0.0.1",
          "spark.driver.host", "127.0.0.1",
          "spark.ui.enabled", "false");

  private LocalSpark() {}
}
