// SPDX-License-Identifier: Apache-2.0
package io.pfss.runners.spark;

import io.pfss.trials.e2e.RestartCheck;
import io.pfss.trials.stack.InfluxServer;
import io.pfss.trials.stack.KafkaBroker;
import io.pfss.trials.stack.SharedServers;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A restart after a crash that also loses Spark's checkpoint. */
@ExtendWith(SharedServers.class)
class RestartIT {
  private static final List<String> OPENS =
      List.of(System.getProperty("pfss.spark.opens").split(" "));

  @TempDir Path folder;

  @Test
  void everyReadingReachesEverySinkAfterACrash(KafkaBroker kafka, InfluxServer influx)
      throws Exception {
    new RestartCheck(
            folder, kafka, influx, SparkMain.class, OPENS, List.of("--batchIntervalMillis=200"))
        .everyReadingReachesEverySinkAfter(1);
  }
}
