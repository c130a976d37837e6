// SPDX-License-Identifier: Apache-2.0
package io.pfss.trials.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A compiled Maven module whose main class runs in a separate JVM.
 *
 * @param folder the module's folder, or one with its jar and those of its dependencies
 */
public record JavaModule(Path folder) {
  /** Returns the class path of the module and its dependencies. */
  String classPath() throws IOException {
    if (Files.isDirectory(folder) && !Files.exists(folder.resolve("pom.xml"))) {
      return folder.resolve("*").toString();
    }

    Path dependencies = folder.resolve("target/classpath");
    if (!Files.exists(dependencies)) {
      throw new IOException(
          folder + " is not built: " + dependencies + " is missing. Run mvn compile first.");
    }

    return folder.resolve("target/classes") + ":" + Files.readString(dependencies).strip();
  }

  /** Returns the start of a command line, before the main class. */
  public List<String> command(List<String> flags) throws IOException {
    List<String> command = new ArrayList<>(List.of(java()));
    command.addAll(flags);
    command.addAll(List.of("-cp", classPath()));
    return command;
  }

  /** Returns the path of this process's java program. */
  public static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }
}
