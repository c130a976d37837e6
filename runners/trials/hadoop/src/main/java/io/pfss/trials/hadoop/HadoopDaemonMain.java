// SPDX-License-Identifier: Apache-2.0
package io.pfss.trials.hadoop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Level;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hdfs.HdfsConfiguration;
import org.apache.hadoop.hdfs.server.datanode.DataNode;
import org.apache.hadoop.hdfs.server.namenode.FSNamesystem;
import org.apache.hadoop.hdfs.server.namenode.NameNode;
import org.apache.hadoop.metrics2.lib.DefaultMetricsSystem;
import org.apache.hadoop.util.ExitUtil;
import org.apache.hadoop.yarn.server.nodemanager.NodeManager;
import org.apache.hadoop.yarn.server.resourcemanager.ResourceManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a Hadoop daemon. Its settings are the {@code *-site.xml} files of the class path's first
 * folder, as with Hadoop's own scripts.
 *
 * <p>Prints {@code READY <daemon>} when it is up; a DataNode or NodeManager is registered by then.
 * Stops on SIGTERM.
 */
public final class HadoopDaemonMain {
  private static final Logger LOG = LoggerFactory.getLogger(HadoopDaemonMain.class);
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private HadoopDaemonMain() {}

  /**
   * Runs a daemon.
   *
   * @param args the daemon: {@code namenode}, {@code datanode}, {@code resourcemanager} or {@code
   *     nodemanager}
   */
  public static void main(String[] args) throws InterruptedException {
    // The library of the web pages logs each of its classes.
    java.util.logging.Logger.getLogger("").setLevel(Level.WARNING);
    try {
      start(args[0]);
    } catch (Throwable e) {
      // Exits like Hadoop's own main methods: the daemon's threads would keep the JVM alive.
      LOG.error("Failed to start {}", args[0], e);
      ExitUtil.terminate(1, e);
    }

    System.out.println("READY " + args[0]);
    // Most threads of a daemon do not keep the JVM alive.
    Thread.currentThread().join();
  }

  private static void start(String daemon) throws IOException {
    switch (daemon) {
      case "namenode" -> startNameNode();
      case "datanode" -> startDataNode();
      case "resourcemanager" -> ResourceManager.main(new String[0]);
      case "nodemanager" -> NodeManager.main(new String[0]);
      default -> throw new IllegalArgumentException("Unknown Hadoop daemon: " + daemon);
    }
  }

  private static void startNameNode() throws IOException {
    Configuration settings = new HdfsConfiguration();
    if (FSNamesystem.getNamespaceDirs(settings).stream()
        .noneMatch(folder -> Files.exists(Path.of(folder).resolve("current")))) {
      // Uses a separate metrics system, so that the NameNode can register its metrics.
      DefaultMetricsSystem.initialize("Format");
      NameNode.format(settings);
      DefaultMetricsSystem.shutdown();
    }

    NameNode.createNameNode(new String[0], settings);
  }

  private static void startDataNode() throws IOException {
    DataNode node = DataNode.createDataNode(new String[0], new HdfsConfiguration());
    while (!node.isDatanodeFullyStarted()) {
      LockSupport.parkNanos(POLL_NANOS);
    }
  }
}
