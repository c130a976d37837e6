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
 * All that a production job meets, on one machine: HDFS with three DataNodes, YARN with two
 * NodeManagers, three Kafka brokers, and an influxd and a MariaDB if they can be found. Each is a
 * process of its own, on loopback.
 */
public final class TrialCluster implements AutoCloseable {
  /** The database of the warehouse's catalog. */
  static final String DATABASE = "pfss";

  private static final int BROKERS = 3;

  private final Path folder;
  private final Deque<Runnable> stops = new ArrayDeque<>();
  private HdfsCluster hdfs;
  private YarnCluster yarn;
  private KafkaBrokers kafka;
  private InfluxServer influx;
  private MariaDbServer mariaDb;

  private TrialCluster(Path folder) {
    this.folder = folder;
  }

  /**
   * Starts all parts.
   *
   * @param home the folder of this repository, compiled
   * @param folder takes the parts' data
   * @param progress gets a line for each part that is up
   * @throws IOException if a part does not come up; the message says which, and why
   */
  public static TrialCluster start(Path home, Path folder, Consumer<String> progress)
      throws IOException, InterruptedException {
    TrialCluster cluster = new TrialCluster(folder);
    try {
      cluster.launch(home, progress);
    } catch (IOException | InterruptedException | RuntimeException e) {
      cluster.close();
      throw e;
    }

    return cluster;
  }

  private void launch(Path home, Consumer<String> progress)
      throws IOException, InterruptedException {
    Path hadoop = home.resolve("runners/trials/hadoop");
    hdfs = HdfsCluster.start(hadoop, folder.resolve("hdfs"));
    stops.push(hdfs::close);
    progress.accept("HDFS       " + hdfs.uri() + " (3 DataNodes), " + hdfs.webAddress());
    yarn = YarnCluster.start(hadoop, folder.resolve("yarn"), hdfs);
    stops.push(yarn::close);
    progress.accept("YARN       " + yarn.webAddress() + " (2 NodeManagers)");
    kafka =
        KafkaBrokers.start(home.resolve("runners/trials/broker"), folder.resolve("kafka"), BROKERS);
    stops.push(kafka::close);
    progress.accept("Kafka      " + kafka.bootstrapServers());
    Optional<Path> influxd = find(InfluxBinary::obtain, "InfluxDB   none", progress);
    if (influxd.isPresent()) {
      influx = InfluxServer.start(influxd.get(), folder.resolve("influxdb"));
      stops.push(influx::close);
      progress.accept("InfluxDB   " + influx.url());
    }

    Optional<DebianPackages> mariadbd =
        find(
            MariaDbServer::binaries,
            "MariaDB    none; the warehouse is folders of plain files",
            progress);
    if (mariadbd.isPresent()) {
      mariaDb = MariaDbServer.start(mariadbd.get(), folder.resolve("mariadb"));
      stops.push(mariaDb::close);
      progress.accept("MariaDB    " + mariaDb.jdbcUrl(DATABASE));
    }
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

  /** The settings for clients of HDFS and YARN: what HADOOP_CONF_DIR should name. */
  Path hadoopConfFolder() {
    return yarn.confFolder();
  }

  /** The file system. */
  public HdfsCluster hdfs() {
    return hdfs;
  }

  /** The cluster that jobs run on. */
  public YarnCluster yarn() {
    return yarn;
  }

  /** The brokers. */
  public KafkaBrokers kafka() {
    return kafka;
  }

  /** InfluxDB, if there is one. */
  public Optional<InfluxServer> influx() {
    return Optional.ofNullable(influx);
  }

  /** The catalog's database, if there is one. */
  public Optional<MariaDbServer> mariaDb() {
    return Optional.ofNullable(mariaDb);
  }

  /** HDFS, for a client in this process; it is the caller's to close. */
  public FileSystem fileSystem() throws IOException {
    return FileSystem.newInstance(hdfs.uri(), hadoop());
  }

  /** The settings of HDFS and YARN, for a client in this process. */
  public Configuration hadoop() {
    Configuration configuration = new Configuration();
    configuration.addResource(pathOf("core-site.xml"));
    configuration.addResource(pathOf("hdfs-site.xml"));
    configuration.addResource(pathOf("yarn-site.xml"));
    return configuration;
  }

  /** The processes, by name. */
  public Map<String, Long> pids() {
    Map<String, Long> pids = new LinkedHashMap<>(hdfs.pids());
    pids.putAll(yarn.pids());
    int node = 1;
    for (long pid : kafka.pids()) {
      pids.put("broker-" + node++, pid);
    }

    if (influx != null) {
      pids.put("influxd", influx.pid());
    }

    if (mariaDb != null) {
      pids.put("mariadbd", mariaDb.pid());
    }

    return pids;
  }

  private org.apache.hadoop.fs.Path pathOf(String file) {
    return new org.apache.hadoop.fs.Path(hadoopConfFolder().resolve(file).toUri());
  }

  @Override
  public void close() {
    while (!stops.isEmpty()) {
      stops.pop().run();
    }
  }

  /** Looks for a server's programs. */
  private interface Search<T> {
    T obtain() throws IOException, InterruptedException;
  }
}
