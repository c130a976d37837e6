package io.pfss.trials.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The folder of a Maven module, compiled, whose main class runs in a JVM of its own. */
public record JavaModule(Path folder) {
  /** Its classes, and what they depend on. */
  String classPath() throws IOException {
    Path dependencies = folder.resolve("target/classpath");
    if (!Files.exists(dependencies)) {
      throw new IOException(
          folder + " is not built: " + dependencies + " is absent. Run mvn compile first.");
    }

    return folder.resolve("target/classes") + ":" + Files.readString(dependencies).strip();
  }

  /** The beginning of a command line, before the main class. */
  public List<String> command(List<String> flags) throws IOException {
    List<String> command = new ArrayList<>(List.of(java()));
    command.addAll(flags);
    command.addAll(List.of("-cp", classPath()));
    return command;
  }

  /** The Java that this process runs on. */
  public static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }
}
