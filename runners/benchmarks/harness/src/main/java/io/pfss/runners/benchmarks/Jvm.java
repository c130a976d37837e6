package io.pfss.runners.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The beginnings of command lines of JVMs with a module's class path. */
final class Jvm {
  private Jvm() {}

  /** A JVM for a compiled module of this repository. */
  static List<String> of(Path home, String module, List<String> flags) throws IOException {
    Path target = home.resolve(module).resolve("target");
    Path classPath = target.resolve("classpath");
    if (!Files.exists(classPath)) {
      throw new IOException(classPath + " is absent: run mvn -q -Pbenchmark compile first");
    }

    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.add("-cp");
    command.add(target.resolve("classes") + ":" + Files.readString(classPath).strip());
    return command;
  }

  /** The same with what Spark needs of Java's modules. */
  static List<String> ofSpark(Path home, String module, List<String> flags) throws IOException {
    Path opens = home.resolve("runners/spark/target/classes/spark-opens.txt");
    List<String> all = new ArrayList<>(flags);
    all.addAll(List.of(Files.readString(opens).strip().split("\\s+")));
    return of(home, module, all);
  }
}
