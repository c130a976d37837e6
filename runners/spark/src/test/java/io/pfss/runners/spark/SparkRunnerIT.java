package io.pfss.runners.spark;

import io.pfss.runners.e2e.EndToEnd;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SparkRunnerIT {
  @Test
  void everyReadingReachesEverySink(@TempDir Path folder) throws Exception {
    SparkSetup.setBatchClock();
    EndToEnd.run(
        folder,
        Duration.ofMinutes(4),
        "--runner=SparkRunner",
        "--streaming=true",
        "--sparkMaster=local[2]",
        "--checkpointDir=" + folder.resolve("checkpoints"));
  }
}
