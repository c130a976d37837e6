// SPDX-License-Identifier: Apache-2.0
package io.pfss.trials.benchmarks.connect;

import io.pfss.models.soh.ModelStore;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.connect.cli.ConnectDistributed;
import org.apache.kafka.connect.errors.NotFoundException;
import org.apache.kafka.connect.runtime.AbstractStatus;
import org.apache.kafka.connect.runtime.Connect;
import org.apache.kafka.connect.runtime.Herder;
import org.apache.kafka.connect.runtime.distributed.DistributedHerder;
import org.apache.kafka.connect.runtime.rest.entities.ConnectorStateInfo.TaskState;
import org.apache.kafka.connect.util.FutureCallback;
import org.apache.kafka.streams.KafkaStreams;

/**
 * Stores readings by a distributed worker of Kafka Connect with Iceberg's sink, and scores them by
 * Kafka Streams. Both run in one JVM, which takes less memory and start than the usual two.
 */
public final class ConnectRival {
  private static final long STATUS_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long START_SECONDS = 60;

  private ConnectRival() {}

  /**
   * Runs until SIGTERM, or until a task fails.
   *
   * @param args Kafka's address, the topic of the scores, the folder of the warehouse, the model's
   *     folder, {@code earliest} or {@code latest}, and a folder for Kafka Streams
   */
  public static void main(String[] args) throws Exception {
    TableSink sink = new TableSink(args[0], args[1], args[2], args[4]);
    sink.createAbsentTable();
    sink.createAbsentControlTopic();
    KafkaStreams scores =
        ScoreStream.of(
            args[0],
            args[1],
            ModelStore.load(ModelStore.localFolder(Path.of(args[3]))),
            args[4],
            args[5]);
    Connect<DistributedHerder> worker =
        new ConnectDistributed().startConnect(Map.copyOf(sink.worker()));
    Runtime.getRuntime().addShutdownHook(new Thread(scores::close, "stop"));
    scores.start();
    FutureCallback<Herder.Created<?>> created = new FutureCallback<>();
    put(worker.herder(), sink, created);
    created.get(START_SECONDS, TimeUnit.SECONDS);
    System.out.println("The worker runs");
    awaitFailure(worker.herder(), scores);
    System.exit(1);
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static void put(Herder herder, TableSink sink, FutureCallback<Herder.Created<?>> done) {
    herder.putConnectorConfig(TableSink.NAME, sink.connector(), true, (FutureCallback) done);
  }

  /** Neither Connect nor Streams ends its JVM when a task fails. */
  private static void awaitFailure(Herder herder, KafkaStreams scores) {
    while (scores.state() != KafkaStreams.State.ERROR && !hasFailedTask(herder)) {
      LockSupport.parkNanos(STATUS_NANOS);
    }
  }

  private static boolean hasFailedTask(Herder herder) {
    try {
      for (TaskState task : herder.connectorStatus(TableSink.NAME).tasks()) {
        if (task.state().equals(AbstractStatus.State.FAILED.name())) {
          System.err.println(task.trace());
          return true;
        }
      }
    } catch (NotFoundException e) {
      // Its first status is not written yet.
    }

    return false;
  }
}
