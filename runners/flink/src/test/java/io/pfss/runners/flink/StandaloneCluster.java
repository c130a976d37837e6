// SPDX-License-Identifier: Apache-2.0
package io.pfss.runners.flink;

import io.pfss.trials.stack.ChildProcess;
import io.pfss.trials.stack.FreePorts;
import io.pfss.trials.stack.JavaModule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint;
import org.apache.flink.runtime.taskexecutor.TaskManagerRunner;

/**
 * A standalone Flink cluster on this machine: a JobManager and TaskManagers with one slot each, in
 * JVMs of their own, with this module's jars.
 */
final class StandaloneCluster implements AutoCloseable {
  /** A TaskManager that is gone is noticed within seconds. */
  private static final String SETTINGS =
      """
      jobmanager.rpc.address: 127.0.0.1
      jobmanager.rpc.port: %d
      jobmanager.bind-host: 127.0.0.1
      rest.address: 127.0.0.1
      rest.bind-address: 127.0.0.1
      rest.port: %d
      heartbeat.interval: 1000
      heartbeat.timeout: 10000
      taskmanager.host: 127.0.0.1
      taskmanager.bind-host: 127.0.0.1
      taskmanager.numberOfTaskSlots: 1
      taskmanager.cpu.cores: 1
      taskmanager.memory.framework.heap.size: 128m
      taskmanager.memory.framework.off-heap.size: 128m
      taskmanager.memory.jvm-metaspace.size: 256m
      taskmanager.memory.jvm-overhead.min: 192m
      taskmanager.memory.jvm-overhead.max: 192m
      taskmanager.memory.task.heap.size: 384m
      taskmanager.memory.task.off-heap.size: 128m
      taskmanager.memory.managed.size: 0
      taskmanager.memory.network.min: 64m
      taskmanager.memory.network.max: 64m
      io.tmp.dirs: %s
      """;

  private final Path folder;
  private final JavaModule module;
  private final int restPort;
  private final List<ChildProcess> processes = new ArrayList<>();

  private StandaloneCluster(Path folder, JavaModule module, int restPort) {
    this.folder = folder;
    this.module = module;
    this.restPort = restPort;
  }

  /** Starts a JobManager. */
  static StandaloneCluster start(Path folder) throws IOException {
    int[] ports = FreePorts.find(2);
    Files.createDirectories(folder);
    Files.writeString(
        folder.resolve("config.yaml"), SETTINGS.formatted(ports[0], ports[1], folder));
    StandaloneCluster cluster =
        new StandaloneCluster(
            folder,
            new JavaModule(Path.of(System.getProperty("pfss.home"), "runners/flink")),
            ports[1]);
    cluster.start("jobmanager", StandaloneSessionClusterEntrypoint.class, "384m");
    return cluster;
  }

  /** Returns the value of {@code --flinkMaster}. */
  String master() {
    return "127.0.0.1:" + restPort;
  }

  /** Starts one more TaskManager. */
  ChildProcess startTaskManager() throws IOException {
    return start("taskmanager-" + processes.size(), TaskManagerRunner.class, "640m");
  }

  private ChildProcess start(String name, Class<?> main, String heap) throws IOException {
    List<String> command =
        new ArrayList<>(
            module.command(
                List.of(
                    "-Xmx" + heap,
                    "-XX:+UseSerialGC",
                    "-Dpfss.log=" + folder.resolve(name + ".log"))));
    command.addAll(List.of(main.getName(), "--configDir", folder.toString()));
    ChildProcess process = ChildProcess.start(name, command, folder.resolve(name + ".txt"));
    processes.add(process);
    return process;
  }

  @Override
  public void close() {
    processes.forEach(ChildProcess::kill);
  }
}
