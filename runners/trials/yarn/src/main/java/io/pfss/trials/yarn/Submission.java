// SPDX-License-Identifier: Apache-2.0
package io.pfss.trials.yarn;

import io.pfss.trials.stack.MariaDbServer;
import java.io.IOException;
import java.io.OutputStream;
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
import org.apache.hadoop.fs.permission.FsPermission;

/**
 * Submits PFSS to a trial cluster with the script that users run.
 *
 * @param home the folder of this repository, compiled
 * @param folder the folder of the submission's files
 */
public record Submission(Path home, Path folder, TrialCluster cluster, SparkInstallation spark) {
  private static final String ROOT = "/pfss";
  private static final String MODEL = "/models/heat-forest/3";

  /**
   * Prepares a submission: uploads the model to HDFS, writes the options file and the Spark
   * installation.
   *
   * @param home the folder of this repository, compiled
   * @param folder the folder for the files
   */
  public static Submission prepare(Path home, Path folder, TrialCluster cluster)
      throws IOException {
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

  /** Returns the location of the warehouse. */
  public URI warehouse() {
    return resolve("/warehouse");
  }

  /** Returns the location of the job's checkpoints. */
  public URI checkpoints() {
    return resolve("/checkpoints");
  }

  /** Returns the file that stops the job when it is created. */
  public URI stopFile() {
    return resolve("/stop");
  }

  /**
   * Returns the process of the script {@code pfss-submit}, not started yet.
   *
   * @param sparkOptions the options of spark-submit
   * @param options the options of PFSS
   */
  public ProcessBuilder process(List<String> sparkOptions, List<String> options) {
    List<String> command = new ArrayList<>();
    command.add(home.resolve("runners/spark/src/main/scripts/pfss-submit").toString());
    command.add(config().toString());
    command.addAll(sparkOptions);
    command.add("--");
    command.addAll(options);
    return inCluster(command);
  }

  /** Returns a process of the script {@code pfss}, not started yet, with the catalog's settings. */
  public ProcessBuilder maintenance(List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(home.resolve("runners/spark/src/main/scripts/pfss").toString());
    command.addAll(arguments);
    ProcessBuilder process = inCluster(command);
    cluster
        .mariaDb()
        .ifPresent(
            server -> {
              Map<String, String> environment = process.environment();
              environment.put("PFSS_CATALOG_URL", server.jdbcUrl(TrialCluster.DATABASE));
              environment.put("PFSS_CATALOG_USER", server.user());
              environment.put("PFSS_CATALOG_PASSWORD", server.password());
            });
    return process;
  }

  private ProcessBuilder inCluster(List<String> command) {
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
    Path model = home.resolve("models/heat-forest/3");
    try (FileSystem hdfs = cluster.fileSystem();
        Stream<Path> files = Files.list(model)) {
      for (Path file : files.toList()) {
        hdfs.copyFromLocalFile(
            new org.apache.hadoop.fs.Path(file.toUri()),
            new org.apache.hadoop.fs.Path(ROOT + MODEL + "/" + file.getFileName()));
      }
    }
  }

  /** Writes the catalog's password to HDFS, where executors read it. */
  private void writePassword(MariaDbServer server) throws IOException {
    try (FileSystem hdfs = cluster.fileSystem();
        OutputStream file =
            FileSystem.create(
                hdfs,
                new org.apache.hadoop.fs.Path(passwordFile()),
                FsPermission.createImmutable((short) 0600))) {
      file.write(server.password().getBytes(StandardCharsets.UTF_8));
    }
  }

  private void writeConfig() throws IOException {
    Map<String, String> options = new TreeMap<>();
    options.put("bootstrapServers", cluster.kafka().bootstrapServers());
    options.put("topicReplication", "3");
    options.put("warehouse", warehouse().toString());
    options.put("checkpointDir", checkpoints().toString());
    options.put("model", resolve(MODEL).toString());
    options.put("stopFile", stopFile().toString());
    cluster.influx().ifPresent(server -> options.put("influxUrl", server.url().toString()));
    if (cluster.mariaDb().isPresent()) {
      MariaDbServer server = cluster.mariaDb().get();
      writePassword(server);
      options.put("catalogUrl", server.jdbcUrl(TrialCluster.DATABASE));
      options.put("catalogUser", server.user());
      options.put("catalogPasswordFile", passwordFile().toString());
    }

    StringBuilder text = new StringBuilder();
    options.forEach((name, value) -> text.append(name).append('=').append(value).append('\n'));
    Files.writeString(config(), text, StandardCharsets.UTF_8);
  }

  private URI passwordFile() {
    return resolve("/catalog-password");
  }

  private URI resolve(String path) {
    return cluster.hdfs().uri().resolve(ROOT + path);
  }
}
