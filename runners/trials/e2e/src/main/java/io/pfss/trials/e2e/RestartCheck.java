// SPDX-License-Identifier: Apache-2.0
package io.pfss.trials.e2e;

import io.pfss.trials.stack.InfluxServer;
import io.pfss.trials.stack.KafkaBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.awaitility.Awaitility;

/**
 * The end-to-end test for the main job of a runner, killed in mid-stream and started again with an
 * empty data folder: without anything that the runner had stored.
 *
 * @param folder an empty folder
 * @param main the runner's main class
 * @param jvmArguments the JVM arguments that the runner needs
 * @param runnerArguments the runner's options
 */
public record RestartCheck(
    Path folder,
    KafkaBroker kafka,
    InfluxServer influx,
    Class<?> main,
    List<String> jvmArguments,
    List<String> runnerArguments) {
  private static final List<String> NAMES = EndToEnd.names("restart");
  private static final Duration TIMEOUT = Duration.ofMinutes(3);
  private static final int BETWEEN_CRASHES = 2_000;

  /**
   * Checks that every sink has every reading after some kills.
   *
   * @param kills the number of kills, at most four: there are 10,000 readings
   */
  public void everyReadingReachesEverySinkAfter(int kills) throws Exception {
    EndToEnd.run(
        NAMES,
        kafka.bootstrapServers(),
        influx.url().toString(),
        folder.resolve("warehouse").toString(),
        new Configuration(),
        System.currentTimeMillis(),
        TIMEOUT,
        () -> {
          for (int kill = 1; kill <= kills; kill++) {
            int before = scores();
            try (MainJobProcess job = start("run-" + kill)) {
              Awaitility.await()
                  .atMost(TIMEOUT)
                  .failFast("Run " + kill + " has ended", job::hasEnded)
                  .until(() -> scores() > before + BETWEEN_CRASHES);
            }
          }

          return new Restarted(start("last"));
        });
  }

  private int scores() {
    return TopicContent.readAll(kafka.bootstrapServers(), "heat_pf-restart").size();
  }

  /** Uses small batches so that the crash happens among the readings. */
  private MainJobProcess start(String name) throws IOException {
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
            "--maxInFlightRecords=100"));
    arguments.addAll(runnerArguments);
    return MainJobProcess.start(
        Files.createDirectories(folder.resolve(name)),
        main,
        jvmArguments,
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
