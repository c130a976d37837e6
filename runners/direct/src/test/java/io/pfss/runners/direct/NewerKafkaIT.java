// SPDX-License-Identifier: Apache-2.0
package io.pfss.runners.direct;

import static org.assertj.core.api.Assertions.assertThat;

import io.pfss.trials.e2e.EndToEnd;
import io.pfss.trials.e2e.MainJobChecks;
import io.pfss.trials.e2e.MainJobProcess;
import io.pfss.trials.stack.InfluxBinary;
import io.pfss.trials.stack.InfluxServer;
import io.pfss.trials.stack.KafkaBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The main job with a broker that is newer than its Kafka clients. */
@Tag("nightly")
class NewerKafkaIT {
  private static final Duration TIMEOUT = Duration.ofMinutes(3);

  /** The level of a broker of the clients' version, 3.9. */
  private static final short CLIENTS_LEVEL = 21;

  @TempDir Path folder;

  private KafkaBroker kafka;

  @BeforeEach
  void startBroker() throws Exception {
    kafka =
        KafkaBroker.start(
            Path.of(System.getProperty("pfss.home"), "runners/trials/broker/next"),
            folder.resolve("kafka"));
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      assertThat(
              admin
                  .describeFeatures()
                  .featureMetadata()
                  .get()
                  .finalizedFeatures()
                  .get("metadata.version")
                  .maxVersionLevel())
          .isGreaterThan(CLIENTS_LEVEL);
    }
  }

  @AfterEach
  void stopBroker() {
    kafka.close();
  }

  @Test
  void everyReadingReachesEverySink() throws Exception {
    try (InfluxServer influx =
        InfluxServer.start(InfluxBinary.obtain(), folder.resolve("influxdb"))) {
      EndToEnd.run(
          kafka,
          influx,
          folder,
          Duration.ofMinutes(2),
          "--runner=DirectRunner",
          "--blockOnRun=false");
    }
  }

  @Test
  void mainJobLosesNothing() throws Exception {
    try (MainJobProcess job =
        MainJobProcess.start(
            folder,
            DirectMain.class,
            List.of(),
            "--bootstrapServers=" + kafka.bootstrapServers(),
            "--sensors=20",
            "--interval=0.5s",
            "--window=5s",
            "--seconds=20")) {
      assertThat(job.exitStatus(TIMEOUT)).as(job.output()).isZero();
      assertThat(MainJobChecks.summary(job).get("readings").asLong()).isGreaterThan(100);
    }
  }
}
