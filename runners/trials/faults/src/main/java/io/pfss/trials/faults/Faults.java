// SPDX-License-Identifier: Apache-2.0
package io.pfss.trials.faults;

import io.pfss.trials.faults.InjectedFault.Stage;
import io.pfss.trials.stack.HadoopCluster;
import io.pfss.trials.stack.Processes;
import io.pfss.trials.stack.Server;
import io.pfss.trials.yarn.TrialCluster;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.apache.hadoop.hdfs.protocol.HdfsConstants;
import org.apache.hadoop.hdfs.protocol.HdfsConstants.SafeModeAction;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;

/** The faults that the trials inject. */
final class Faults {
  /** The default duration of an outage. */
  private static final Duration OUTAGE = Duration.ofSeconds(30);

  private static final Duration INFLUX_OUTAGE = Duration.ofMinutes(2);
  private static final Duration SLOWNESS = Duration.ofSeconds(5);
  private static final Duration ALMOST_A_DAY = Duration.ofHours(23);
  private static final int DATA_NODES = 3;
  private static final int LARGE_BYTES = 5 << 20;
  private static final int DEPTH = 100_000;

  private static final List<String> PAUSED =
      List.of(
          "namenode",
          "datanode-1",
          "broker-1",
          "influxd",
          "mariadbd",
          "resourcemanager",
          "nodemanager-1");

  private Faults() {}

  /** Returns all faults, in the order of their injection. */
  static List<InjectedFault> all() {
    List<InjectedFault> faults = new ArrayList<>();
    faults.add(InjectedFault.instant("driver-kill", stage -> stage.trial().supervised().kill()));
    faults.add(damaged("driver-kill-checkpoint-lost", (hdfs, folder) -> hdfs.delete(folder, true)));
    faults.add(damaged("driver-kill-checkpoint-unreadable", Faults::overwrite));
    faults.add(
        InjectedFault.instant("driver-term", stage -> stage.trial().supervised().terminate()));
    faults.add(InjectedFault.instant("executor-kill", Faults::killExecutor));
    faults.add(killed("nodemanager-kill", "nodemanager-1", TrialCluster::yarn));
    for (int node = 1; node <= DATA_NODES; node++) {
      String daemon = "datanode-" + node;
      faults.add(killed(daemon + "-kill", daemon, TrialCluster::hdfs));
    }

    faults.add(killed("namenode-kill", "namenode", TrialCluster::hdfs));
    faults.add(outage("hdfs-full", stage -> limit(stage, true), stage -> limit(stage, false)));
    faults.add(
        outage(
            "hdfs-read-only",
            stage -> safeMode(stage, SafeModeAction.SAFEMODE_ENTER),
            stage -> safeMode(stage, SafeModeAction.SAFEMODE_LEAVE)));
    faults.add(killed("broker-kill", cluster -> cluster.kafka().broker(1)));
    faults.add(killed("broker-kill-2", cluster -> cluster.kafka().broker(2)));
    faults.add(killed("broker-kill-3", cluster -> cluster.kafka().broker(3)));
    faults.add(
        outage(
            "brokers-kill-all",
            stage -> stage.cluster().kafka().close(),
            stage -> stage.cluster().kafka().restartAll()));
    faults.add(InjectedFault.instant("partitions-added", Faults::addPartition));
    faults.add(
        InjectedFault.beforeSending("topic-remade", stage -> stage.trial().recreateHeatTopic()));
    faults.add(
        InjectedFault.ofSink(
            "influx-stop",
            INFLUX_OUTAGE,
            stage -> stage.cluster().influx().orElseThrow().kill(),
            stage -> stage.cluster().influx().orElseThrow().restart()));
    faults.add(proxied("influx-500", influx -> influx.failWith(500)));
    faults.add(proxied("influx-429", influx -> influx.failWith(429)));
    faults.add(proxied("influx-slow", influx -> influx.slowDown(SLOWNESS)));
    faults.add(killed("mariadb-stop", cluster -> cluster.mariaDb().orElseThrow()));
    for (String process : PAUSED) {
      faults.add(pause(process, stage -> stage.cluster().pids().get(process)));
    }

    faults.add(pause("driver", stage -> stage.trial().supervised().pid()));
    faults.add(pause("executor", stage -> stage.trial().executors().get(0)));
    faults.add(clock("clock-ahead", ALMOST_A_DAY));
    faults.add(clock("clock-behind", ALMOST_A_DAY.negated()));
    faults.add(clock("clock-too-far-ahead", ALMOST_A_DAY.multipliedBy(2)));
    faults.add(
        sending(
            "poison",
            "[".repeat(DEPTH),
            "{\"sensor_id\":1,\"timestamp\":1,\"a\":" + "{\"a\":".repeat(DEPTH),
            "{\"sensor_id\":1,\"timestamp\":" + "9".repeat(DEPTH) + "}",
            // The bytes ff fe 00.
            "\u00ff\u00fe\u0000",
            ""));
    faults.add(sending("large-message", "x".repeat(LARGE_BYTES)));
    return faults;
  }

  private static InjectedFault outage(String name, InjectedFault.Act begin, InjectedFault.Act end) {
    return new InjectedFault(name, OUTAGE, begin, end);
  }

  /** Kills a server and restarts it after the outage. */
  private static InjectedFault killed(String name, Function<TrialCluster, Server> server) {
    return outage(
        name,
        stage -> server.apply(stage.cluster()).kill(),
        stage -> server.apply(stage.cluster()).restart());
  }

  /** Kills a Hadoop daemon and restarts it after the outage. */
  private static InjectedFault killed(
      String name, String daemon, Function<TrialCluster, HadoopCluster> cluster) {
    return outage(
        name,
        stage -> cluster.apply(stage.cluster()).kill(daemon),
        stage -> cluster.apply(stage.cluster()).restart(daemon));
  }

  /** Makes InfluxDB respond with errors or delays. */
  private static InjectedFault proxied(String name, Consumer<InfluxProxy> begin) {
    return InjectedFault.ofSink(
        name,
        OUTAGE,
        stage -> begin.accept(stage.trial().influx()),
        stage -> stage.trial().influx().heal());
  }

  /** Sends records that are not valid readings; each character is one byte. */
  private static InjectedFault sending(String name, String... records) {
    return InjectedFault.instant(
        name,
        stage -> {
          for (String record : records) {
            stage.sensors().sender().sendInvalid(record.getBytes(StandardCharsets.ISO_8859_1));
          }
        });
  }

  private static InjectedFault pause(String process, ToLongFunction<Stage> pid) {
    long[] paused = new long[1];
    return outage(
        process + "-pause",
        stage -> {
          paused[0] = pid.applyAsLong(stage);
          Processes.signal("STOP", paused[0]);
        },
        stage -> Processes.signal("CONT", paused[0]));
  }

  private static InjectedFault clock(String name, Duration ahead) {
    return outage(
        name,
        stage -> stage.sensors().shiftOneClock(ahead),
        stage -> stage.sensors().shiftOneClock(Duration.ZERO));
  }

  /** Kills the driver and damages its checkpoints before the next start. */
  private static InjectedFault damaged(String name, FolderAct act) {
    return InjectedFault.instant(
        name,
        stage ->
            stage
                .trial()
                .supervised()
                .kill(
                    () -> {
                      try (FileSystem hdfs = stage.cluster().fileSystem()) {
                        act.on(hdfs, new Path(stage.trial().submission().checkpoints()));
                      }
                    }));
  }

  /**
   * Overwrites all files, as if another version had written checkpoints that this one cannot read.
   */
  private static void overwrite(FileSystem hdfs, Path folder) throws IOException {
    RemoteIterator<LocatedFileStatus> files = hdfs.listFiles(folder, true);
    while (files.hasNext()) {
      FileStatus file = files.next();
      try (FSDataOutputStream out = hdfs.create(file.getPath(), true)) {
        out.writeBytes("of another version");
      }
    }
  }

  private static void limit(Stage stage, boolean full) throws IOException {
    try (FileSystem hdfs = stage.cluster().fileSystem()) {
      Path root = new Path(URI.create(stage.trial().submission().warehouse().toString()));
      ((DistributedFileSystem) hdfs)
          .setQuota(
              root,
              HdfsConstants.QUOTA_DONT_SET,
              full ? hdfs.getContentSummary(root).getSpaceConsumed() : HdfsConstants.QUOTA_RESET);
    }
  }

  private static void safeMode(Stage stage, SafeModeAction action) throws IOException {
    try (FileSystem hdfs = stage.cluster().fileSystem()) {
      ((DistributedFileSystem) hdfs).setSafeMode(action);
    }
  }

  private static void addPartition(Stage stage) throws Exception {
    try (Admin admin =
        Admin.create(Map.of("bootstrap.servers", stage.cluster().kafka().bootstrapServers()))) {
      int partitions =
          Objects.requireNonNull(
                  admin
                      .describeTopics(List.of(TrialJob.HEAT_TOPIC))
                      .allTopicNames()
                      .get()
                      .get(TrialJob.HEAT_TOPIC),
                  TrialJob.HEAT_TOPIC)
              .partitions()
              .size();
      admin
          .createPartitions(Map.of(TrialJob.HEAT_TOPIC, NewPartitions.increaseTo(partitions + 1)))
          .all()
          .get();
    }
  }

  private static void killExecutor(Stage stage) {
    List<Long> executors = stage.trial().executors();
    ProcessHandle.of(executors.get(stage.random().nextInt(executors.size())))
        .ifPresent(ProcessHandle::destroyForcibly);
  }

  private interface FolderAct {
    void on(FileSystem hdfs, Path folder) throws IOException;
  }
}
