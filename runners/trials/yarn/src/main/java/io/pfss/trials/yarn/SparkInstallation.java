// SPDX-License-Identifier: Apache-2.0
package io.pfss.trials.yarn;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A substitute for a Spark installation. All processes of this machine load Spark's jars from
 * Maven's local repository.
 *
 * @param home the folder for SPARK_HOME
 */
record SparkInstallation(Path home) {
  /**
   * A dozen JVMs share one machine. In the first minutes the C2 compiler would cost more time than
   * it saves, which delays restarts of the driver.
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
        # Listen on loopback only.
        spark.driver.host 127.0.0.1
        spark.driver.bindAddress 127.0.0.1
        # A driver in the cluster ignores spark.driver.host and would advertise the machine's own host.
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
      throw new IOException(file + " is missing: run mvn -Pyarn compile first");
    }

    return Files.readString(file).strip();
  }
}
