// SPDX-License-Identifier: Apache-2.0
package io.pfss.trials.benchmarks.flinksql;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.table.api.TableResult;

/**
 * Runs the statements of {@code job.sql} in Flink's local mode: one process with the JobManager and
 * a TaskManager. Checkpoints are exactly once, as is Iceberg's sink, which commits at each; Kafka's
 * sink writes at least once, its default.
 */
public final class FlinkSqlRival {
  private static final String CHECKPOINT_INTERVAL = "10s";
  private static final String LAST_FILE = "_metadata";

  private FlinkSqlRival() {}

  /**
   * Runs until SIGTERM, or until the job fails. A restart goes on at the last checkpoint, as a
   * cluster with high availability would.
   *
   * @param args Kafka's address, the topic of the scores, the folder of the warehouse, the model's
   *     folder, {@code earliest} or {@code latest}, and a folder for checkpoints
   */
  public static void main(String[] args) throws Exception {
    Path checkpoints = Path.of(args[5], "checkpoints");
    Configuration settings =
        Configuration.fromMap(
            Map.of(
                "parallelism.default",
                "2",
                "pipeline.object-reuse",
                "true",
                "execution.checkpointing.interval",
                CHECKPOINT_INTERVAL,
                "execution.checkpointing.dir",
                checkpoints.toUri().toString(),
                "execution.checkpointing.externalized-checkpoint-retention",
                "RETAIN_ON_CANCELLATION"));
    lastCheckpoint(checkpoints)
        .ifPresent(
            last -> settings.setString("execution.state-recovery.path", last.toUri().toString()));
    TableEnvironment flink =
        TableEnvironment.create(
            EnvironmentSettings.newInstance()
                .inStreamingMode()
                .withConfiguration(settings)
                .build());
    flink.createTemporarySystemFunction("score", new ScoreFunction(args[3]));
    TableResult last = null;
    for (String statement : statements(args)) {
      last = flink.executeSql(statement);
    }

    System.out.println("The statements run");
    if (last != null) {
      last.await();
    }
  }

  /** Returns the statements, which an empty line separates. */
  private static String[] statements(String[] args) throws IOException {
    try (InputStream text = FlinkSqlRival.class.getResourceAsStream("job.sql")) {
      return new String(text.readAllBytes(), StandardCharsets.UTF_8)
          .replace("${bootstrapServers}", args[0])
          .replace("${scoreTopic}", args[1])
          .replace("${warehouse}", Path.of(args[2]).toUri().toString())
          .replace("${start}", args[4])
          .strip()
          .split("\n\n");
    }
  }

  /** Returns the folder of the newest complete checkpoint of any run. */
  private static Optional<Path> lastCheckpoint(Path checkpoints) throws IOException {
    if (!Files.exists(checkpoints)) {
      return Optional.empty();
    }

    try (Stream<Path> all = Files.walk(checkpoints)) {
      return all.filter(file -> file.endsWith(LAST_FILE))
          .max(Comparator.comparingLong(file -> file.toFile().lastModified()))
          .map(Path::getParent);
    }
  }
}
