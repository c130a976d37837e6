// SPDX-License-Identifier: Apache-2.0
package io.pfss.trials.stack;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * A small real YARN cluster on an HDFS: a ResourceManager and NodeManagers.
 *
 * <p>The daemons are {@code resourcemanager} and {@code nodemanager-1}, {@code nodemanager-2} …;
 * each has its data and its log in the folder of that name. The output of a container is in its
 * NodeManager's folder, in {@code logs/<application>/<container>}.
 */
public final class YarnCluster extends HadoopCluster {
  private static final int NODE_MANAGERS = 2;
  private static final String NODE_MEMORY_MIB = "4096";
  // More than a small machine has, so that a driver and two executors fit on it.
  private static final String NODE_CORES = "4";

  private final Path data;
  private final HdfsCluster hdfs;
  private final int[] ports;

  private YarnCluster(Path module, Path data, HdfsCluster hdfs, int[] ports) {
    super(module, data, ports[0]);
    this.data = data;
    this.hdfs = hdfs;
    this.ports = ports;
  }

  /**
   * Starts a cluster of two NodeManagers, and waits until both are registered.
   *
   * @param module the folder of the module runners/trials/hadoop, compiled
   * @param data the parent of the daemons' folders; must not be that of HDFS
   * @param hdfs the default file system of applications
   * @throws IOException if it does not start within 60 s; the message ends with a daemon's log
   */
  public static YarnCluster start(Path module, Path data, HdfsCluster hdfs)
      throws IOException, InterruptedException {
    YarnCluster cluster =
        new YarnCluster(module, data.toAbsolutePath(), hdfs, FreePorts.find(5 + 3 * NODE_MANAGERS));
    cluster.startAll();
    return cluster;
  }

  /** Returns the address of its file system, {@code hdfs://127.0.0.1:port}. */
  public URI uri() {
    return hdfs.uri();
  }

  @Override
  void launch() throws IOException {
    HadoopSettings.write(confFolder(), clientSettings());
    launch("resourcemanager", HadoopDaemon.Role.RESOURCEMANAGER, resourceManagerSettings());
    for (int node = 1; node <= NODE_MANAGERS; node++) {
      launch("nodemanager-" + node, HadoopDaemon.Role.NODEMANAGER, nodeManagerSettings(node));
    }
  }

  private Map<String, String> clientSettings() {
    Map<String, String> settings = new HashMap<>(hdfs.clientSettings());
    settings.put("yarn.resourcemanager.hostname", "127.0.0.1");
    settings.put("yarn.resourcemanager.webapp.address", "127.0.0.1:" + ports[0]);
    settings.put("yarn.resourcemanager.address", "127.0.0.1:" + ports[1]);
    settings.put("yarn.resourcemanager.scheduler.address", "127.0.0.1:" + ports[2]);
    settings.put("yarn.resourcemanager.resource-tracker.address", "127.0.0.1:" + ports[3]);
    settings.put("yarn.resourcemanager.admin.address", "127.0.0.1:" + ports[4]);
    // Clients reconnect to a restarted ResourceManager after 1 s instead of 30 s.
    settings.put("yarn.resourcemanager.connect.retry-interval.ms", "1000");
    // Applications bring their own jars: Hadoop is not installed.
    settings.put("yarn.application.classpath", confFolder().toString());
    return settings;
  }

  private Map<String, String> resourceManagerSettings() {
    Map<String, String> settings = new HashMap<>(clientSettings());
    settings.put("yarn.resourcemanager.recovery.enabled", "true");
    settings.put(
        "yarn.resourcemanager.store.class",
        "org.apache.hadoop.yarn.server.resourcemanager.recovery.FileSystemRMStateStore");
    settings.put(
        "yarn.resourcemanager.fs.state-store.uri",
        data.resolve("resourcemanager/state").toUri().toString());
    // A NodeManager counts as dead after 10 s instead of 10 min.
    settings.put("yarn.nm.liveness-monitor.expiry-interval-ms", "10000");
    settings.put("yarn.resourcemanager.nm.liveness-monitor.interval-ms", "1000");
    settings.put("yarn.scheduler.minimum-allocation-mb", "256");
    settings.put("yarn.scheduler.maximum-allocation-mb", NODE_MEMORY_MIB);
    settings.put("yarn.scheduler.maximum-allocation-vcores", NODE_CORES);
    settings.put("yarn.scheduler.capacity.root.queues", "default");
    settings.put("yarn.scheduler.capacity.root.default.capacity", "100");
    // Drivers may use half of the memory. The default, a tenth, is too little for two drivers.
    settings.put("yarn.scheduler.capacity.maximum-am-resource-percent", "0.5");
    return settings;
  }

  private Map<String, String> nodeManagerSettings(int node) {
    Path folder = data.resolve("nodemanager-" + node);
    int firstPort = 5 + 3 * (node - 1);
    Map<String, String> settings = new HashMap<>(clientSettings());
    settings.put("yarn.nodemanager.hostname", "127.0.0.1");
    settings.put("yarn.nodemanager.address", "127.0.0.1:" + ports[firstPort]);
    settings.put("yarn.nodemanager.localizer.address", "127.0.0.1:" + ports[firstPort + 1]);
    settings.put("yarn.nodemanager.webapp.address", "127.0.0.1:" + ports[firstPort + 2]);
    settings.put("yarn.nodemanager.local-dirs", folder.resolve("local").toString());
    settings.put("yarn.nodemanager.log-dirs", folder.resolve("logs").toString());
    settings.put("yarn.nodemanager.resource.memory-mb", NODE_MEMORY_MIB);
    settings.put("yarn.nodemanager.resource.cpu-vcores", NODE_CORES);
    // Java reserves far more address space than it uses.
    settings.put("yarn.nodemanager.vmem-check-enabled", "false");
    // A disk that is more than 90 % full is good enough for a trial.
    settings.put(
        "yarn.nodemanager.disk-health-checker.max-disk-utilization-per-disk-percentage", "100.0");
    settings.put("yarn.nodemanager.admin-env", "JAVA_HOME=" + System.getProperty("java.home"));
    return settings;
  }

  @Override
  void awaitComplete() throws IOException, InterruptedException {
    // Not by JMX, as for the NameNode: a ResourceManager's JMX values are up to 10 s old.
    awaitPage("resourcemanager", "/ws/v1/cluster/metrics", attribute("activeNodes", NODE_MANAGERS));
  }
}
