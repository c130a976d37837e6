// SPDX-License-Identifier: Apache-2.0
package io.pfss.trials.stack;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A Hadoop daemon in a separate JVM, with a folder for its settings, its data and its log. */
final class HadoopDaemon extends Server {
  /** The type of a daemon, with a heap size for a small cluster. */
  enum Role {
    NAMENODE("256m"),
    DATANODE("192m"),
    RESOURCEMANAGER("256m"),
    NODEMANAGER("256m");

    private final String heap;

    Role(String heap) {
      this.heap = heap;
    }
  }

  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private final JavaModule module;
  private final Role role;
  private final Path folder;
  private final Map<String, String> settings;

  HadoopDaemon(JavaModule module, Role role, Path folder, Map<String, String> settings) {
    this.module = module;
    this.role = role;
    this.folder = folder;
    this.settings = new HashMap<>(settings);
    this.settings.put("hadoop.tmp.dir", folder.resolve("tmp").toString());
  }

  @Override
  ChildProcess start() throws IOException {
    Path conf = folder.resolve("conf");
    HadoopSettings.write(conf, settings);
    String name = folder.getFileName().toString();
    return ChildProcess.start(
        "Hadoop " + name,
        List.of(
            JavaModule.java(),
            "-Xmx" + role.heap,
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            // For YARN's web pages: Guice 4 defines classes by reflection.
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "-cp",
            conf + ":" + module.classPath(),
            "io.pfss.trials.hadoop.HadoopDaemonMain",
            role.name().toLowerCase(Locale.ROOT)),
        folder.resolve(name + ".log"));
  }

  @Override
  void awaitReady() throws IOException, InterruptedException {
    process().awaitReady(TIMEOUT);
  }
}
