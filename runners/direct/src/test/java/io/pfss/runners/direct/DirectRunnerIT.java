// SPDX-License-Identifier: Apache-2.0
package io.pfss.runners.direct;

import io.pfss.trials.e2e.EndToEnd;
import io.pfss.trials.stack.InfluxServer;
import io.pfss.trials.stack.KafkaBroker;
import io.pfss.trials.stack.SharedServers;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SharedServers.class)
class DirectRunnerIT {
  @Test
  void everyReadingReachesEverySink(@TempDir Path folder, KafkaBroker kafka, InfluxServer influx)
      throws Exception {
    EndToEnd.run(
        kafka,
        influx,
        folder,
        Duration.ofMinutes(2),
        "--runner=DirectRunner",
        "--blockOnRun=false");
  }
}
