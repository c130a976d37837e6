// SPDX-License-Identifier: Apache-2.0
package io.pfss.runners.spark;

import io.pfss.trials.e2e.EndToEnd;
import io.pfss.trials.e2e.MainJobProcess;
import io.pfss.trials.e2e.TopicContent;
import io.pfss.trials.stack.InfluxServer;
import io.pfss.trials.stack.KafkaBroker;
import io.pfss.trials.stack.SharedServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A restart after a crash that also loses Spark's checkpoint. */
@ExtendWith(SharedServers.class)
class RestartIT {
  private static final List<String> NAMES = EndToEnd.names("restart");
  private static final List<String> OPENS =
      List.of(System.getProperty("pfss.spark.opens").split(" "));
  private static final Duration TIMEOUT = Duration.ofMinutes(3);
  private static final int BEFORE_THE_CRASH = 2_000;

  @TempDir Path folder;

  @Test
  void everyReadingReachesEverySinkAfterACrash(KafkaBroker kafka, InfluxServer influx)
      throws Exception {
    EndToEnd.run(
        NAMES,
        kafka.bootstrapServers(),
        influx.url().toString(),
        folder.resolve("warehouse").toString(),
        new Configuration(),
        System.currentTimeMillis(),
        TIMEOUT,
        () -> {
          try (MainJobProcess first = start("first", kafka, influx)) {
            Awaitility.await()
                .atMost(TIMEOUT)
                .failFast("The first run has ended", first::hasEnded)
                .until(
                    () ->
                        TopicContent.readAll(kafka.bootstrapServers(), "heat_pf-restart").size()
                            > BEFORE_THE_CRASH);
          }

          return new Restarted(start("second", kafka, influx));
        });
  }

  /** Uses small batches so that the crash happens among the readings. */
  private MainJobProcess start(String name, KafkaBroker kafka, InfluxServer influx)
      throws IOException {
    List<String> arguments = new ArrayList<>(NAMES);
    arguments.addAll(
        List.of(
            "--simulate=false",
            "--observe=false",
            "--bootstrapServers=" + kafka.bootstrapServers(),
            "--influxUrl=" + influx.url(),
            "--warehouse=" + folder.resolve("warehouse"),
            "--window=5s",
            "--sweepAfter=5s",
            "--batchIntervalMillis=200",
            "--maxInFlightRecords=100"));
    return MainJobProcess.start(
        Files.createDirectories(folder.resolve(name)),
        SparkMain.class,
        OPENS,
        arguments.toArray(String[]::new));
  }

  private record Restarted(MainJobProcess job) implements EndToEnd.Run {
    @Override
    public boolean hasEnded() {
      return job.hasEnded();
    }

    @Override
    public void stop() {
      job.close();
    }
  }
}
