package io.pfss.runners.yarn;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileSystem;

/** Submits PFSS to a trial cluster by the script that users have. */
final class Submission {
  private static final String ROOT = "/pfss";

  private final Path home;
  private final Path folder;
  private final TrialCluster cluster;
  private final SparkInstallation spark;

  private Submission(Path home, Path folder, TrialCluster cluster, SparkInstallation spark) {
    this.home = home;
    this.folder = folder;
    this.cluster = cluster;
    this.spark = spark;
  }

  /**
   * Makes what a submission needs: the model in HDFS, the options' file, Spark's installation.
   *
   * @param home the folder of this repository, compiled
   * @param folder takes the files
   */
  static Submission prepare(Path home, Path folder, TrialCluster cluster) throws IOException {
    Submission submission =
        new Submission(
            home,
            folder,
            cluster,
            SparkInstallation.write(home.toAbsolutePath(), folder.resolve("spark")));
    submission.uploadModel();
    submission.writeConfig();
    return submission;
  }

  /** Where the warehouse is. */
  URI warehouse() {
    return cluster.hdfs().resolve(ROOT + "/warehouse");
  }

  /** The file that ends a job once it exists. */
  URI stopFile() {
    return cluster.hdfs().resolve(ROOT + "/stop");
  }

  /**
   * The script's process, not started yet.
   *
   * @param sparkOptions of spark-submit
   * @param options of PFSS
   */
  ProcessBuilder process(List<String> sparkOptions, List<String> options) {
    List<String> command = new ArrayList<>();
    command.add(home.resolve("runners/spark/src/main/scripts/pfss-submit").toString());
    command.add(config().toString());
    command.addAll(sparkOptions);
    command.add("--");
    command.addAll(options);
    ProcessBuilder process = new ProcessBuilder(command);
    process.environment().put("SPARK_HOME", spark.home().toString());
    process.environment().put("HADOOP_CONF_DIR", cluster.hadoopConfFolder().toString());
    process.environment().put("JAVA_HOME", System.getProperty("java.home"));
    return process;
  }

  private Path config() {
    return folder.resolve("pfss.properties");
  }

  private void uploadModel() throws IOException {
    Path model = home.resolve("models/heat-forest/1");
    try (FileSystem hdfs = cluster.fileSystem();
        Stream<Path> files = Files.list(model)) {
      for (Path file : files.toList()) {
        hdfs.copyFromLocalFile(
            new org.apache.hadoop.fs.Path(file.toUri()),
            new org.apache.hadoop.fs.Path(ROOT + "/models/heat-forest/1/" + file.getFileName()));
      }
    }
  }

  private void writeConfig() throws IOException {
    Map<String, String> options = new TreeMap<>();
    options.put("bootstrapServers", cluster.bootstrapServers());
    options.put("topicReplication", "3");
    options.put("warehouse", warehouse().toString());
    options.put("checkpointDir", cluster.hdfs().resolve(ROOT + "/checkpoints").toString());
    options.put("model", cluster.hdfs().resolve(ROOT + "/models/heat-forest/1").toString());
    options.put("stopFile", stopFile().toString());
    cluster.influx().ifPresent(url -> options.put("influxUrl", url.toString()));
    StringBuilder text = new StringBuilder();
    options.forEach((name, value) -> text.append(name).append('=').append(value).append('\n'));
    Files.writeString(config(), text, StandardCharsets.UTF_8);
  }
}
