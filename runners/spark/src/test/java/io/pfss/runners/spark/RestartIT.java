package io.pfss.runners.spark;

import io.pfss.runners.e2e.EndToEnd;
import io.pfss.runners.e2e.MainJobProcess;
import io.pfss.runners.e2e.TopicContent;
import io.pfss.runners.stack.InfluxBinary;
import io.pfss.runners.stack.InfluxServer;
import io.pfss.runners.stack.KafkaBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is promised when the process dies and Spark's checkpoint with it. */
class RestartIT {
  private static final Path HOME = Path.of(System.getProperty("pfss.home"));
  private static final List<String> OPENS =
      List.of(System.getProperty("pfss.spark.opens").split(" "));
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final int BEFORE_THE_CRASH = 2_000;

  @TempDir Path folder;

  @Test
  void everyReadingReachesEverySinkAlthoughTheFirstRunIsKilledAndItsCheckpointLost()
      throws Exception {
    Path influxd = InfluxBinary.obtain();
    try (KafkaBroker kafka =
            KafkaBroker.start(HOME.resolve("runners/broker"), folder.resolve("kafka"));
        InfluxServer influx = InfluxServer.start(influxd, folder.resolve("influxdb"))) {
      EndToEnd.run(
          kafka.bootstrapServers(),
          influx.url().toString(),
          folder.resolve("warehouse").toString(),
          new Configuration(),
          System.currentTimeMillis(),
          LIMIT,
          () -> {
            try (MainJobProcess first = start("first", kafka, influx)) {
              Awaitility.await()
                  .atMost(LIMIT)
                  .failFast("The first run has ended", first::hasEnded)
                  .until(
                      () ->
                          TopicContent.readAll(kafka.bootstrapServers(), "heat_pf").size()
                              > BEFORE_THE_CRASH);
            }

            return new Restarted(start("second", kafka, influx));
          });
    }
  }

  /** Small batches, that a crash falls into the midst of the readings. */
  private MainJobProcess start(String name, KafkaBroker kafka, InfluxServer influx)
      throws IOException {
    return MainJobProcess.start(
        Files.createDirectories(folder.resolve(name)),
        SparkMain.class,
        OPENS,
        "--simulate=false",
        "--observe=false",
        "--bootstrapServers=" + kafka.bootstrapServers(),
        "--influxUrl=" + influx.url(),
        "--warehouse=" + folder.resolve("warehouse"),
        "--window=5s",
        "--sweepAfter=5s",
        "--batchIntervalMillis=200",
        "--claimReadings=100");
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
