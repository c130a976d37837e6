package io.pfss.runners.faults;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

/** All faults that PFSS is tried with. */
final class Faults {
  /** How long what is down stays so. */
  private static final Duration OUTAGE = Duration.ofSeconds(30);

  private static final Duration INFLUX_OUTAGE = Duration.ofMinutes(2);
  private static final Duration SLOWNESS = Duration.ofSeconds(5);
  private static final Duration ALMOST_A_DAY = Duration.ofHours(23);
  private static final int DATA_NODES = 3;
  private static final int BROKERS = 3;
  private static final int SERVER_ERROR = 500;
  private static final int TOO_MANY = 429;
  private static final int LARGE_BYTES = 5 << 20;
  private static final int DEPTH = 100_000;

  private Faults() {}

  /** Every one, in the order in which they are tried. */
  static List<Fault> all() {
    List<Fault> faults = new ArrayList<>();
    addJob(faults);
    addHdfs(faults);
    addKafka(faults);
    addInflux(faults);
    addCatalog(faults);
    addPauses(faults);
    addInput(faults);
    return faults;
  }

  private static void addJob(List<Fault> faults) {
    faults.add(Fault.atOnce("driver-kill", stage -> stage.job().kill()));
    faults.add(
        Fault.atOnce(
            "driver-kill-checkpoint-lost",
            stage ->
                stage
                    .job()
                    .kill(
                        () -> {
                          try (FileSystem hdfs = stage.cluster().fileSystem()) {
                            hdfs.delete(checkpoints(stage), true);
                          }
                        })));
    faults.add(
        Fault.atOnce(
            "driver-kill-checkpoint-unreadable",
            stage ->
                stage
                    .job()
                    .kill(
                        () -> {
                          try (FileSystem hdfs = stage.cluster().fileSystem()) {
                            spoil(hdfs, checkpoints(stage));
                          }
                        })));
    faults.add(Fault.atOnce("driver-term", stage -> stage.job().terminate()));
    faults.add(
        Fault.atOnce(
            "executor-kill",
            stage ->
                ProcessHandle.of(anyOf(stage.trial().executors(), stage))
                    .ifPresent(ProcessHandle::destroyForcibly)));
    faults.add(
        new Fault(
            "nodemanager-kill",
            OUTAGE,
            stage -> stage.cluster().yarn().kill("nodemanager-1"),
            stage -> stage.cluster().yarn().restart("nodemanager-1")));
  }

  private static void addHdfs(List<Fault> faults) {
    for (int node = 1; node <= DATA_NODES; node++) {
      String name = "datanode-" + node;
      faults.add(
          new Fault(
              name + "-kill",
              OUTAGE,
              stage -> stage.cluster().hdfs().kill(name),
              stage -> stage.cluster().hdfs().restart(name)));
    }

    faults.add(
        new Fault(
            "namenode-kill",
            OUTAGE,
            stage -> stage.cluster().hdfs().kill("namenode"),
            stage -> stage.cluster().hdfs().restart("namenode")));
    faults.add(
        new Fault("hdfs-full", OUTAGE, stage -> limit(stage, true), stage -> limit(stage, false)));
    faults.add(
        new Fault(
            "hdfs-read-only",
            OUTAGE,
            stage -> safeMode(stage, SafeModeAction.SAFEMODE_ENTER),
            stage -> safeMode(stage, SafeModeAction.SAFEMODE_LEAVE)));
  }

  private static void addKafka(List<Fault> faults) {
    for (int node = 1; node <= BROKERS; node++) {
      int broker = node;
      faults.add(
          new Fault(
              "broker-kill" + (node == 1 ? "" : "-" + node),
              OUTAGE,
              stage -> stage.cluster().kafka().kill(broker),
              stage -> stage.cluster().kafka().restart(broker)));
    }

    faults.add(
        new Fault(
            "brokers-kill-all",
            OUTAGE,
            stage -> {
              for (int node = 1; node <= BROKERS; node++) {
                stage.cluster().kafka().kill(node);
              }
            },
            stage -> stage.cluster().kafka().restartAll()));
    faults.add(Fault.atOnce("partitions-added", Faults::addPartition));
    faults.add(Fault.beforehand("topic-remade", stage -> stage.trial().makeHeatAgain()));
  }

  private static void addInflux(List<Fault> faults) {
    faults.add(
        Fault.ofSink(
            "influx-stop",
            INFLUX_OUTAGE,
            stage -> stage.cluster().influx().orElseThrow().kill(),
            stage -> stage.cluster().influx().orElseThrow().restart()));
    faults.add(refusal(SERVER_ERROR));
    faults.add(refusal(TOO_MANY));
    faults.add(
        Fault.ofSink(
            "influx-slow",
            OUTAGE,
            stage -> stage.influx().slowDown(SLOWNESS),
            stage -> stage.influx().heal()));
  }

  private static Fault refusal(int status) {
    return Fault.ofSink(
        "influx-" + status,
        OUTAGE,
        stage -> stage.influx().refuse(status),
        stage -> stage.influx().heal());
  }

  private static void addCatalog(List<Fault> faults) {
    faults.add(
        new Fault(
            "mariadb-stop",
            OUTAGE,
            stage -> stage.cluster().mariaDb().orElseThrow().kill(),
            stage -> stage.cluster().mariaDb().orElseThrow().restart()));
  }

  private static void addPauses(List<Fault> faults) {
    for (String process :
        List.of(
            "namenode",
            "datanode-1",
            "broker-1",
            "influxd",
            "mariadbd",
            "resourcemanager",
            "nodemanager-1")) {
      faults.add(pause(process, stage -> stage.cluster().pids().get(process)));
    }

    faults.add(pause("driver", stage -> stage.job().pid()));
    faults.add(pause("executor", stage -> stage.trial().executors().get(0)));
  }

  private static void addInput(List<Fault> faults) {
    faults.add(clock("clock-ahead", ALMOST_A_DAY));
    faults.add(clock("clock-behind", ALMOST_A_DAY.negated()));
    faults.add(clock("clock-too-far-ahead", ALMOST_A_DAY.multipliedBy(2)));
    faults.add(
        Fault.atOnce(
            "poison",
            stage -> {
              stage.sensors().sendInvalid("[".repeat(DEPTH).getBytes(StandardCharsets.UTF_8));
              stage
                  .sensors()
                  .sendInvalid(
                      ("{\"sensor_id\":1,\"timestamp\":1,\"a\":" + "{\"a\":".repeat(DEPTH))
                          .getBytes(StandardCharsets.UTF_8));
              stage
                  .sensors()
                  .sendInvalid(
                      ("{\"sensor_id\":1,\"timestamp\":" + "9".repeat(DEPTH) + "}")
                          .getBytes(StandardCharsets.UTF_8));
              stage.sensors().sendInvalid(new byte[] {(byte) 0xff, (byte) 0xfe, 0});
              stage.sensors().sendInvalid(new byte[0]);
            }));
    faults.add(
        Fault.atOnce(
            "large-message",
            stage ->
                stage
                    .sensors()
                    .sendInvalid("x".repeat(LARGE_BYTES).getBytes(StandardCharsets.UTF_8))));
  }

  private static Fault pause(String process, ToLongFunction<Stage> pid) {
    long[] paused = new long[1];
    return new Fault(
        process + "-pause",
        OUTAGE,
        stage -> {
          paused[0] = pid.applyAsLong(stage);
          Signals.pause(paused[0]);
        },
        stage -> Signals.resume(paused[0]));
  }

  private static Fault clock(String name, Duration ahead) {
    return new Fault(
        name,
        OUTAGE,
        stage -> stage.sensors().shiftOneClock(ahead),
        stage -> stage.sensors().shiftOneClock(Duration.ZERO));
  }

  private static Path checkpoints(Stage stage) {
    return new Path(stage.submission().checkpoints());
  }

  /** As of a version whose classes are not these any more. */
  private static void spoil(FileSystem hdfs, Path folder) throws IOException {
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
      Path root = new Path(URI.create(stage.submission().warehouse().toString()));
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
          admin
              .describeTopics(List.of(TrialJob.HEAT_TOPIC))
              .allTopicNames()
              .get()
              .get(TrialJob.HEAT_TOPIC)
              .partitions()
              .size();
      admin
          .createPartitions(Map.of(TrialJob.HEAT_TOPIC, NewPartitions.increaseTo(partitions + 1)))
          .all()
          .get();
    }
  }

  private static long anyOf(List<Long> processes, Stage stage) {
    return processes.get(stage.random().nextInt(processes.size()));
  }
}
