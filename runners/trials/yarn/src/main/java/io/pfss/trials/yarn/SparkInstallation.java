package io.pfss.trials.yarn;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What stands for a Spark installation: Spark's jars are taken from where Maven keeps them, by all
 * processes of this machine.
 *
 * @param home what SPARK_HOME should name
 */
record SparkInstallation(Path home) {
  /**
   * A dozen JVMs share one machine: what the better compiler takes of it in the first minutes is
   * more than it gives, and a driver's restart waits for that.
   */
  private static final String JVM_FLAGS =
      "-XX:TieredStopAtLevel=1 -XX:ReservedCodeCacheSize=240m -XX:+UseParallelGC";

  /**
   * Writes the installation's script and settings.
   *
   * @param repository the folder of this repository, compiled
   * @param home the installation's folder
   */
  static SparkInstallation write(Path repository, Path home) throws IOException {
    String classPath = read(repository.resolve("runners/trials/yarn/target/spark-classpath"));
    String opens = read(repository.resolve("runners/spark/target/classes/spark-opens.txt"));
    Files.createDirectories(home.resolve("bin"));
    Files.createDirectories(home.resolve("conf"));
    Path script = home.resolve("bin/spark-submit");
    Files.writeString(
        script,
        String.format(
            Locale.ROOT,
            """
        #!/bin/sh
        export SPARK_HOME='%s'
        export SPARK_LOCAL_IP=127.0.0.1
        exec '%s' -Xmx1g %s %s -cp "$HADOOP_CONF_DIR:%s" org.apache.spark.deploy.SparkSubmit "$@"
        """,
            home,
            Path.of(System.getProperty("java.home"), "bin", "java"),
            JVM_FLAGS,
            opens,
            classPath));
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    String jars =
        Arrays.stream(classPath.split(":"))
            .map(jar -> "local:" + jar)
            .collect(Collectors.joining(","));
    Files.writeString(
        home.resolve("conf/spark-defaults.conf"),
        String.format(
            Locale.ROOT,
            """
        spark.yarn.jars %1$s
        spark.ui.enabled false
        # One machine, and nobody else's business.
        spark.driver.host 127.0.0.1
        spark.driver.bindAddress 127.0.0.1
        # A driver in the cluster takes no host from here, and would give out the machine's own.
        spark.yarn.appMasterEnv.SPARK_LOCAL_IP 127.0.0.1
        spark.driver.memory 1g
        spark.executor.instances 2
        spark.executor.cores 1
        spark.executor.memory 1g
        spark.driver.extraJavaOptions %2$s
        spark.executor.extraJavaOptions %2$s
        spark.yarn.am.extraJavaOptions %2$s
        """,
            jars,
            JVM_FLAGS));
    return new SparkInstallation(home);
  }

  private static String read(Path file) throws IOException {
    if (!Files.exists(file)) {
      throw new IOException(file + " is absent: run mvn -Pyarn compile first");
    }

    return Files.readString(file).strip();
  }
}
