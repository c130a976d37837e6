// SPDX-License-Identifier: Apache-2.0
package io.pfss.trials.yarn;

import static org.assertj.core.api.Assertions.assertThat;

import io.pfss.trials.e2e.EndToEnd;
import io.pfss.trials.e2e.MainJobProcess;
import io.pfss.trials.e2e.ParquetContent;
import io.pfss.trials.stack.OrphanKiller;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

@Tag("nightly")
class YarnIT {
  private static final Path HOME = Path.of(System.getProperty("pfss.home"));
  private static final Duration TIMEOUT = Duration.ofMinutes(4);

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path folder;

  @Test
  void everyReadingReachesEverySinkInClusterMode() throws Exception {
    try (TrialCluster cluster = TrialCluster.start(HOME, folder, progress -> {})) {
      Submission submission = Submission.prepare(HOME, folder, cluster);
      String warehouse = submission.warehouse().toString();
      EndToEnd.run(
          List.of(),
          cluster.kafka().bootstrapServers(),
          cluster.influx().orElseThrow().url().toString(),
          warehouse,
          cluster.hadoop(),
          // In hours that have ended, so that they can be compacted.
          Instant.now().minus(Duration.ofHours(2)).toEpochMilli(),
          TIMEOUT,
          () -> submit(cluster, submission));

      assertThat(ParquetContent.files(warehouse, cluster.hadoop()))
          .isNotEmpty()
          .allMatch(file -> file.getReplication() == 3);

      List<String> before = files(submission);
      assertThat(pfss(submission, "--yarn", "compact", "--", "--num-executors", "1"))
          .contains("PFSS_COMPACT ")
          .contains("\"rewrittenFiles\":" + before.size());
      List<String> after = files(submission);
      assertThat(after).hasSizeLessThan(before.size()).doesNotContainAnyElementsOf(before);
      assertThat(ParquetContent.readAll(after, cluster.hadoop())).hasSize(EndToEnd.READINGS);
      assertThat(pfss(submission, "catalog", "gaps").lines()).hasSizeGreaterThan(1);
    }
  }

  private List<String> files(Submission submission) throws Exception {
    return pfss(submission, "catalog", "files").lines().toList();
  }

  /** Runs a command and returns its output. */
  private String pfss(Submission submission, String... arguments) throws Exception {
    File errors = folder.resolve("pfss.txt").toFile();
    Process command =
        OrphanKiller.start(submission.maintenance(List.of(arguments)).redirectError(errors));
    String output = new String(command.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(command.waitFor()).as(Files.readString(errors.toPath())).isZero();
    return output;
  }

  private EndToEnd.Run submit(TrialCluster cluster, Submission submission) throws IOException {
    File output = folder.resolve("submit.txt").toFile();
    Process job =
        OrphanKiller.start(
            submission
                .process(List.of("--deploy-mode", "cluster"), List.of("--window=5s"))
                .redirectErrorStream(true)
                .redirectOutput(output));
    return new Submitted(cluster, submission, job, output);
  }

  private record Submitted(TrialCluster cluster, Submission submission, Process client, File output)
      implements EndToEnd.Run {
    @Override
    public boolean hasEnded() {
      return !client.isAlive();
    }

    @Override
    public void stop() throws Exception {
      try (FileSystem hdfs = cluster.fileSystem()) {
        hdfs.create(new org.apache.hadoop.fs.Path(submission.stopFile())).close();
      }

      // Waits for the application, and exits with its status.
      assertThat(client.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isTrue();
      assertThat(client.exitValue()).as(Files.readString(output.toPath())).isZero();
      assertThat(output).content().contains("final status: SUCCEEDED");
    }
  }

  @Test
  void runCommandRunsTheMainJobOnACluster() throws Exception {
    try (MainJobProcess job =
        MainJobProcess.start(
            folder,
            List.of(),
            YarnMain.class,
            List.of("run", "--home=" + HOME, "--", "--seconds=20", "--window=5s"))) {
      assertThat(job.exitStatus(TIMEOUT)).as(job.output()).isZero();
      assertThat(job.output()).contains("YARN ").contains("Warehouse: hdfs://");
      assertThat(job.summary().get("agree").asBoolean()).isTrue();
      assertThat(job.summary().get("scored").asLong()).isPositive();
    }
  }
}
