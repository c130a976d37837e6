// SPDX-License-Identifier: Apache-2.0
package io.pfss.trials.benchmarks.nativespark;

import static org.assertj.core.api.Assertions.assertThat;

import io.pfss.trials.stack.OrphanKiller;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs one of the programs like the harness: in a separate JVM, with the module's class path file.
 */
final class RivalProcess implements AutoCloseable {
  private static final Path TARGET =
      Path.of(System.getProperty("pfss.home"), "runners/trials/benchmarks/native/target");

  private final Process process;
  private final Path output;

  private RivalProcess(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  /**
   * Starts a program.
   *
   * @param folder the folder of its log and output
   */
  static RivalProcess start(Path folder, Class<?> main, List<String> arguments) throws IOException {
    Files.createDirectories(folder);
    Path output = folder.resolve("output.txt");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx1g", "-XX:TieredStopAtLevel=1", "-XX:ReservedCodeCacheSize=240m"));
    command.addAll(List.of(System.getProperty("pfss.spark.opens").split(" ")));
    command.add("-Dpfss.log=" + folder.resolve("rival.log"));
    command.add("-classpath");
    command.add(
        TARGET.resolve("classes") + ":" + Files.readString(TARGET.resolve("classpath")).strip());
    command.add(main.getName());
    command.addAll(arguments);
    ProcessBuilder process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    // A JVM would report this variable in the output, which tests compare.
    process.environment().remove("JDK_JAVA_OPTIONS");
    return new RivalProcess(OrphanKiller.start(process), output);
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Sends SIGTERM. */
  void terminate() {
    process.destroy();
  }

  /** Waits for the end and checks the exit status. */
  void awaitExit(int status, Duration limit) throws IOException, InterruptedException {
    assertThat(process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS))
        .as("ended within %s: %s", limit, output())
        .isTrue();
    assertThat(process.exitValue()).as(output()).isEqualTo(status);
  }

  /** Returns its output; its log is in a file. */
  String output() throws IOException {
    return Files.readString(output);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
