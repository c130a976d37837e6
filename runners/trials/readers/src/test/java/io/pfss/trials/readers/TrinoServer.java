// SPDX-License-Identifier: Apache-2.0
package io.pfss.trials.readers;

import io.pfss.trials.stack.ChildProcess;
import io.pfss.trials.stack.FreePorts;
import io.pfss.trials.stack.JavaModule;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;

/** Trino in a JVM of its own, on a free port of the loopback address. */
final class TrinoServer implements AutoCloseable {
  /** What Trino is compiled for. */
  private static final int JAVA = 25;

  private static final Path INSTALLED = Path.of("/usr/lib/jvm");
  private static final Duration TIMEOUT = Duration.ofMinutes(3);

  private final ChildProcess process;
  private final String url;

  private TrinoServer(ChildProcess process, String url) {
    this.process = process;
    this.url = url;
  }

  /**
   * Starts Trino and waits until it is up.
   *
   * @param module the folder of the module runners/trials/readers/trino, compiled
   * @param catalogs a folder with a properties file for each catalog, as in Trino's {@code
   *     etc/catalog}
   * @param log the file for its output
   * @throws IOException if no JDK is found that runs it, or it does not start
   */
  static TrinoServer start(Path module, Path catalogs, Path log)
      throws IOException, InterruptedException {
    int port = FreePorts.find(1)[0];
    // Wherever its users are, times are the same.
    List<String> flags = List.of("-Xmx1g", "-Duser.timezone=Asia/Seoul");
    List<String> command = new ArrayList<>(new JavaModule(module).command(flags));
    command.set(0, jdk().resolve("bin/java").toString());
    command.addAll(
        List.of("--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"));
    command.addAll(
        List.of(module.resolve("TrinoMain.java").toString(), catalogs.toString(), "" + port));
    TrinoServer server =
        new TrinoServer(
            ChildProcess.start("Trino", command, log), "jdbc:trino://127.0.0.1:" + port);
    server.process.awaitUp(server::isUp, TIMEOUT);
    return server;
  }

  /** Returns the folder of a JDK that runs Trino: JAVA_25_HOME, or an installed one. */
  private static Path jdk() throws IOException {
    String named = System.getenv("JAVA_25_HOME");
    if (named != null) {
      return Path.of(named);
    }

    if (Files.isDirectory(INSTALLED)) {
      try (Stream<Path> folders = Files.list(INSTALLED)) {
        for (Path folder : folders.sorted().toList()) {
          if (Files.isExecutable(folder.resolve("bin/javac")) && version(folder) >= JAVA) {
            return folder;
          }
        }
      }
    }

    throw new IOException(
        "Trino needs a JDK "
            + JAVA
            + " or later, and "
            + INSTALLED
            + " has none: install one, for example temurin-25-jdk or openjdk-25-jdk-headless, or"
            + " set JAVA_25_HOME to its folder");
  }

  private static int version(Path folder) throws IOException {
    Path release = folder.resolve("release");
    if (!Files.exists(release)) {
      return 0;
    }

    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(release)) {
      properties.load(reader);
    }

    String version = properties.getProperty("JAVA_VERSION", "\"0\"").replace("\"", "");
    return Integer.parseInt(version.split("[.+-]")[0]);
  }

  private boolean isUp() throws IOException {
    try (Connection connection = connect()) {
      return connection.createStatement().executeQuery("SELECT 1").next();
    } catch (SQLException e) {
      throw new IOException(e);
    }
  }

  Connection connect() throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", "reader");
    return DriverManager.getConnection(url, properties);
  }

  @Override
  public void close() {
    process.close();
  }
}
