// SPDX-License-Identifier: Apache-2.0
package io.pfss.trials.yarn;

import io.pfss.trials.stack.DebianPackages;
import io.pfss.trials.stack.HdfsCluster;
import io.pfss.trials.stack.InfluxBinary;
import io.pfss.trials.stack.InfluxServer;
import io.pfss.trials.stack.KafkaBrokers;
import io.pfss.trials.stack.MariaDbServer;
import io.pfss.trials.stack.YarnCluster;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;

/**
 * A cluster like one in production, on the loopback address of one machine, each server in a
 * separate process.
 *
 * @param hdfs an HDFS with three DataNodes
 * @param yarn a YARN with two NodeManagers, on that HDFS
 * @param kafka three brokers
 * @param influx an InfluxDB, if influxd can be found
 * @param mariaDb the catalog's database, if MariaDB can be found
 * @param stops actions that stop each part, in reverse order of their start
 */
public record TrialCluster(
    HdfsCluster hdfs,
    YarnCluster yarn,
    KafkaBrokers kafka,
    Optional<InfluxServer> influx,
    Optional<MariaDbServer> mariaDb,
    Deque<Runnable> stops)
    implements AutoCloseable {
  /** The database of the warehouse's catalog. */
  static final String DATABASE = "pfss";

  private static final int BROKERS = 3;

  /**
   * Starts all parts.
   *
   * @param home the folder of this repository, compiled
   * @param folder the folder for the parts' data
   * @param progress receives a line for each part that is up
   * @throws IOException if a part does not start; the message names the part and the cause
   */
  public static TrialCluster start(Path home, Path folder, Consumer<String> progress)
      throws IOException, InterruptedException {
    Deque<Runnable> stops = new ArrayDeque<>();
    try {
      return start(home, folder, progress, stops);
    } catch (IOException | InterruptedException | RuntimeException e) {
      stops.forEach(Runnable::run);
      throw e;
    }
  }

  private static TrialCluster start(
      Path home, Path folder, Consumer<String> progress, Deque<Runnable> stops)
      throws IOException, InterruptedException {
    Path hadoop = home.resolve("runners/trials/hadoop");
    HdfsCluster hdfs = HdfsCluster.start(hadoop, folder.resolve("hdfs"));
    stops.push(hdfs::close);
    progress.accept("HDFS       " + hdfs.uri() + " (3 DataNodes), " + hdfs.webAddress());
    YarnCluster yarn = YarnCluster.start(hadoop, folder.resolve("yarn"), hdfs);
    stops.push(yarn::close);
    progress.accept("YARN       " + yarn.webAddress() + " (2 NodeManagers)");
    KafkaBrokers kafka =
        KafkaBrokers.start(home.resolve("runners/trials/broker"), folder.resolve("kafka"), BROKERS);
    stops.push(kafka::close);
    progress.accept("Kafka      " + kafka.bootstrapServers());
    Optional<Path> influxd = find(InfluxBinary::obtain, "InfluxDB   none", progress);
    InfluxServer influx = null;
    if (influxd.isPresent()) {
      influx = InfluxServer.start(influxd.get(), folder.resolve("influxdb"));
      stops.push(influx::close);
      progress.accept("InfluxDB   " + influx.url());
    }

    String noCatalog = "MariaDB    none; the warehouse has plain Parquet files";
    Optional<DebianPackages> mariadbd = find(MariaDbServer::binaries, noCatalog, progress);
    MariaDbServer mariaDb = null;
    if (mariadbd.isPresent()) {
      mariaDb = MariaDbServer.start(mariadbd.get(), folder.resolve("mariadb"));
      stops.push(mariaDb::close);
      progress.accept("MariaDB    " + mariaDb.jdbcUrl(DATABASE));
    }

    return new TrialCluster(
        hdfs, yarn, kafka, Optional.ofNullable(influx), Optional.ofNullable(mariaDb), stops);
  }

  private static <T> Optional<T> find(Search<T> search, String none, Consumer<String> progress)
      throws InterruptedException {
    try {
      return Optional.of(search.obtain());
    } catch (IOException e) {
      progress.accept(none + ": " + e.getMessage());
      return Optional.empty();
    }
  }

  /** Returns the folder of the client settings of HDFS and YARN, for HADOOP_CONF_DIR. */
  Path hadoopConfFolder() {
    return yarn.confFolder();
  }

  /** Returns a new client of HDFS, which the caller must close. */
  public FileSystem fileSystem() throws IOException {
    return FileSystem.newInstance(hdfs.uri(), hadoop());
  }

  /** Returns the settings of HDFS and YARN for a client in this process. */
  public Configuration hadoop() {
    Configuration configuration = new Configuration();
    configuration.addResource(pathOf("core-site.xml"));
    configuration.addResource(pathOf("hdfs-site.xml"));
    configuration.addResource(pathOf("yarn-site.xml"));
    return configuration;
  }

  /** Returns the process ids by name. */
  public Map<String, Long> pids() {
    Map<String, Long> pids = new LinkedHashMap<>(hdfs.pids());
    pids.putAll(yarn.pids());
    int node = 1;
    for (long pid : kafka.pids()) {
      pids.put("broker-" + node++, pid);
    }

    influx.ifPresent(server -> pids.put("influxd", server.pid()));
    mariaDb.ifPresent(server -> pids.put("mariadbd", server.pid()));
    return pids;
  }

  private org.apache.hadoop.fs.Path pathOf(String file) {
    return new org.apache.hadoop.fs.Path(hadoopConfFolder().resolve(file).toUri());
  }

  @Override
  public void close() {
    stops.forEach(Runnable::run);
  }

  /** Looks for a server's programs. */
  private interface Search<T> {
    T obtain() throws IOException, InterruptedException;
  }
}
