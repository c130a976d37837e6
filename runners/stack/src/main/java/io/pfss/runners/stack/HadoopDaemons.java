package io.pfss.runners.stack;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The daemons of a cluster, by name. */
final class HadoopDaemons {
  private final JavaModule module;
  private final Path data;
  private final Map<String, HadoopDaemon> daemons = new LinkedHashMap<>();

  /**
   * A cluster without a daemon yet.
   *
   * @param module the folder of the module runners/hadoop, compiled
   * @param data takes a folder for each daemon
   */
  HadoopDaemons(Path module, Path data) {
    this.module = new JavaModule(module);
    this.data = data;
  }

  /** Starts one more daemon, without waiting for it. */
  void launch(String name, HadoopDaemon.Role role, Map<String, String> settings)
      throws IOException {
    HadoopDaemon daemon = new HadoopDaemon(module, role, data.resolve(name), settings);
    daemon.launch();
    daemons.put(name, daemon);
  }

  void awaitReady() throws IOException, InterruptedException {
    for (HadoopDaemon daemon : daemons.values()) {
      daemon.awaitReady();
    }
  }

  HadoopDaemon find(String name) {
    HadoopDaemon daemon = daemons.get(name);
    if (daemon == null) {
      throw new IllegalArgumentException(
          "No daemon " + name + ": they are " + String.join(", ", daemons.keySet()));
    }

    return daemon;
  }

  void restart(String name) throws IOException, InterruptedException {
    HadoopDaemon daemon = find(name);
    daemon.launch();
    daemon.awaitReady();
  }

  boolean areAllAlive() {
    return daemons.values().stream().allMatch(daemon -> daemon.process().isAlive());
  }

  Map<String, Long> pids() {
    Map<String, Long> pids = new LinkedHashMap<>();
    daemons.forEach((name, daemon) -> pids.put(name, daemon.process().pid()));
    return pids;
  }

  /** Ends all gracefully. */
  void stop() {
    ChildProcess.stopAll(daemons.values().stream().map(HadoopDaemon::process).toList());
  }

  /** Kills all, as a power cut would. */
  void kill() {
    daemons.values().forEach(daemon -> daemon.process().kill());
  }
}
