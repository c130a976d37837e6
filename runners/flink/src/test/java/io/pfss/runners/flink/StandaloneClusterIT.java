// SPDX-License-Identifier: Apache-2.0
package io.pfss.runners.flink;

import static org.assertj.core.api.Assertions.assertThat;

import io.pfss.driver.MainJob;
import io.pfss.trials.e2e.EndToEnd;
import io.pfss.trials.e2e.MainJobProcess;
import io.pfss.trials.e2e.TopicContent;
import io.pfss.trials.stack.ChildProcess;
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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The main job on a cluster, in mid-stream: a TaskManager is killed, then the driver, and a third
 * driver starts while the second one runs.
 */
@ExtendWith(SharedServers.class)
@Tag("nightly")
class StandaloneClusterIT {
  private static final List<String> NAMES = EndToEnd.names("standalone");
  private static final Duration TIMEOUT = Duration.ofMinutes(3);
  private static final int BETWEEN_CRASHES = 400;

  @TempDir Path folder;

  @Test
  void everyReadingReachesEverySinkWhateverIsKilled(KafkaBroker kafka, InfluxServer influx)
      throws Exception {
    try (StandaloneCluster cluster = StandaloneCluster.start(folder.resolve("cluster"))) {
      ChildProcess taskManager = cluster.startTaskManager();
      cluster.startTaskManager();
      EndToEnd.run(
          NAMES,
          kafka.bootstrapServers(),
          influx.url().toString(),
          folder.resolve("warehouse").toString(),
          new Configuration(),
          System.currentTimeMillis(),
          TIMEOUT,
          () -> {
            try (MainJobProcess killed = start("killed", cluster, kafka, influx)) {
              awaitMoreScores(killed, kafka);
              taskManager.kill();
              cluster.startTaskManager();
              awaitMoreScores(killed, kafka);
            }

            try (MainJobProcess earlier = start("earlier", cluster, kafka, influx)) {
              Path log = folder.resolve("earlier/data/pfss.log");
              Awaitility.await()
                  .atMost(TIMEOUT)
                  .until(
                      () ->
                          Files.exists(log) && Files.readString(log).contains("The pipeline runs"));
              awaitMoreScores(earlier, kafka);
              MainJobProcess last = start("last", cluster, kafka, influx);
              assertThat(earlier.exitStatus(TIMEOUT)).isEqualTo(MainJob.GROUP_IN_USE);
              assertThat(earlier.output()).contains("The job was cancelled on its cluster");
              return new Terminated(last, folder.resolve("last/data/pfss.log"));
            }
          });
    }
  }

  private static void awaitMoreScores(MainJobProcess job, KafkaBroker kafka) {
    int before = scores(kafka);
    Awaitility.await()
        .atMost(TIMEOUT)
        .failFast("The job has ended", job::hasEnded)
        .until(() -> scores(kafka) > before + BETWEEN_CRASHES);
  }

  private static int scores(KafkaBroker kafka) {
    return TopicContent.readAll(kafka.bootstrapServers(), "heat_pf-standalone").size();
  }

  private MainJobProcess start(
      String name, StandaloneCluster cluster, KafkaBroker kafka, InfluxServer influx)
      throws IOException {
    List<String> arguments = new ArrayList<>(NAMES);
    arguments.addAll(
        List.of(
            "--flinkMaster=" + cluster.master(),
            "--savepointFolder=" + folder.resolve("savepoints").toUri(),
            "--bootstrapServers=" + kafka.bootstrapServers(),
            "--influxUrl=" + influx.url(),
            "--warehouse=" + folder.resolve("warehouse"),
            "--model=" + Path.of(System.getProperty("pfss.home"), "models/heat-forest/3"),
            "--window=5s",
            "--sweepAfter=5s",
            "--maxInFlightRecords=10"));
    return MainJobProcess.start(
        Files.createDirectories(folder.resolve(name)),
        FlinkMain.class,
        List.of(),
        arguments.toArray(String[]::new));
  }

  /** Ends by SIGTERM, which stops the job on the cluster with a savepoint. */
  private record Terminated(MainJobProcess job, Path log) implements EndToEnd.Run {
    @Override
    public boolean hasEnded() {
      return job.hasEnded();
    }

    @Override
    public void stop() throws Exception {
      try (job) {
        job.terminate();
        assertThat(job.exitStatus(TIMEOUT)).as(job.output()).isZero();
        assertThat(log).content().containsPattern("Pipeline ended readings=[1-9]");
      }
    }
  }
}
