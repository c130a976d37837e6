package io.pfss.runners.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The folder of a Maven module, compiled, whose main class runs in a JVM of its own. */
record JavaModule(Path folder) {
  /** Its classes, and what they depend on. */
  String classPath() throws IOException {
    Path dependencies = folder.resolve("target/classpath");
    if (!Files.exists(dependencies)) {
      throw new IOException(
          folder + " is not built: " + dependencies + " is absent. Run mvn compile first.");
    }

    return folder.resolve("target/classes") + ":" + Files.readString(dependencies).strip();
  }

  /** The Java that this process runs on. */
  static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }
}
