// SPDX-License-Identifier: Apache-2.0
package io.pfss.trials.stack;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * A small real HDFS: a NameNode and DataNodes.
 *
 * <p>The daemons are {@code namenode} and {@code datanode-1}, {@code datanode-2} …; each has its
 * data and its log in the folder of that name.
 */
public final class HdfsCluster extends HadoopCluster {
  private static final int DATA_NODES = 3;
  private static final int REPLICATION = 3;

  private final Path data;
  private final int dataNodes;
  private final int[] ports;

  private HdfsCluster(Path module, Path data, int dataNodes, int[] ports) {
    super(module, data, ports[1]);
    this.data = data;
    this.dataNodes = dataNodes;
    this.ports = ports;
  }

  /** Starts a cluster of three DataNodes with a replication factor of 3. */
  public static HdfsCluster start(Path module, Path data) throws IOException, InterruptedException {
    return start(module, data, DATA_NODES);
  }

  /**
   * Starts a cluster and waits until it accepts files: all DataNodes are registered, and safe mode
   * is off.
   *
   * @param module the folder of the module runners/trials/hadoop, compiled
   * @param data the folder of the files; existing files are served
   * @throws IOException if it does not start within 60 s; the message ends with a daemon's log
   */
  public static HdfsCluster start(Path module, Path data, int dataNodes)
      throws IOException, InterruptedException {
    HdfsCluster cluster =
        new HdfsCluster(
            module, data.toAbsolutePath(), dataNodes, FreePorts.find(2 + 3 * dataNodes));
    cluster.startAll();
    return cluster;
  }

  /** Returns the file system's address, {@code hdfs://127.0.0.1:port}. */
  public URI uri() {
    return URI.create("hdfs://127.0.0.1:" + ports[0]);
  }

  /** Returns the settings that every client of this file system needs. */
  Map<String, String> clientSettings() {
    return Map.of(
        "fs.defaultFS",
        uri().toString(),
        "hadoop.tmp.dir",
        data.resolve("tmp").toString(),
        "dfs.replication",
        Integer.toString(Math.min(REPLICATION, dataNodes)),
        // With three DataNodes, nothing can replace a dead one: continue with two replicas.
        "dfs.client.block.write.replace-datanode-on-failure.best-effort",
        "true");
  }

  @Override
  void launch() throws IOException {
    HadoopSettings.write(confFolder(), clientSettings());
    launch("namenode", HadoopDaemon.Role.NAMENODE, nameNodeSettings());
    for (int node = 1; node <= dataNodes; node++) {
      launch("datanode-" + node, HadoopDaemon.Role.DATANODE, dataNodeSettings(node));
    }
  }

  private Map<String, String> nameNodeSettings() {
    Map<String, String> settings = new HashMap<>(clientSettings());
    settings.put("dfs.namenode.name.dir", data.resolve("namenode/name").toUri().toString());
    settings.put("dfs.namenode.http-address", "127.0.0.1:" + ports[1]);
    // All DataNodes have the same address, which may have no host name.
    settings.put("dfs.namenode.datanode.registration.ip-hostname-check", "false");
    // A silent DataNode is stale after 5 s, and dead after 14 s instead of 10 min; its blocks are
    // then re-replicated at once.
    settings.put("dfs.heartbeat.interval", "1");
    settings.put("dfs.namenode.heartbeat.recheck-interval", "2000");
    settings.put("dfs.namenode.stale.datanode.interval", "5000");
    settings.put("dfs.namenode.redundancy.interval.seconds", "1s");
    // Safe mode ends as soon as the blocks are reported.
    settings.put("dfs.namenode.safemode.extension", "0");
    return settings;
  }

  private Map<String, String> dataNodeSettings(int node) {
    int firstPort = 2 + 3 * (node - 1);
    Map<String, String> settings = new HashMap<>(clientSettings());
    settings.put(
        "dfs.datanode.data.dir", data.resolve("datanode-" + node + "/blocks").toUri().toString());
    settings.put("dfs.datanode.hostname", "127.0.0.1");
    settings.put("dfs.datanode.address", "127.0.0.1:" + ports[firstPort]);
    settings.put("dfs.datanode.ipc.address", "127.0.0.1:" + ports[firstPort + 1]);
    settings.put("dfs.datanode.http.address", "127.0.0.1:" + ports[firstPort + 2]);
    settings.put("dfs.heartbeat.interval", "1");
    return settings;
  }

  @Override
  void awaitComplete() throws IOException, InterruptedException {
    awaitPage(
        "namenode",
        "/jmx?qry=Hadoop:service=NameNode,name=FSNamesystemState",
        attribute("FSState", "Operational").and(attribute("NumLiveDataNodes", dataNodes)));
  }
}
