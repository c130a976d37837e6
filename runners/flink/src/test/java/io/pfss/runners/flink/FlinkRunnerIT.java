// SPDX-License-Identifier: Apache-2.0
package io.pfss.runners.flink;

import io.pfss.trials.e2e.EndToEnd;
import io.pfss.trials.stack.InfluxServer;
import io.pfss.trials.stack.KafkaBroker;
import io.pfss.trials.stack.SharedServers;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SharedServers.class)
class FlinkRunnerIT {
  @TempDir Path folder;

  @Test
  void everyReadingReachesEverySink(KafkaBroker kafka, InfluxServer influx) throws Exception {
    PipelineOptionsFactory.register(FlinkJobOptions.class);
    EndToEnd.run(
        kafka,
        influx,
        folder,
        Duration.ofMinutes(2),
        "--runner=io.pfss.runners.flink.StoppableFlinkRunner",
        "--parallelism=2",
        "--finishBundleBeforeCheckpointing=true",
        "--maxBundleTimeMills=200",
        "--savepointFolder=" + folder.resolve("savepoints").toUri());
  }
}
