// SPDX-License-Identifier: Apache-2.0
package io.pfss.runners.flink;

import io.pfss.trials.e2e.RestartCheck;
import io.pfss.trials.stack.InfluxServer;
import io.pfss.trials.stack.KafkaBroker;
import io.pfss.trials.stack.SharedServers;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Restarts after kill -9 of the process with the driver and the local cluster. */
@ExtendWith(SharedServers.class)
class RestartIT {
  @TempDir Path folder;

  @Test
  @Tag("nightly")
  void everyReadingReachesEverySinkAfterThreeCrashes(KafkaBroker kafka, InfluxServer influx)
      throws Exception {
    new RestartCheck(folder, kafka, influx, FlinkMain.class, List.of(), List.of())
        .everyReadingReachesEverySinkAfter(3);
  }
}
