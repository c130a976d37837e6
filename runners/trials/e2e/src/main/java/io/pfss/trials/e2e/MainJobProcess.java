// SPDX-License-Identifier: Apache-2.0
package io.pfss.trials.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pfss.trials.stack.OrphanKiller;
import io.pfss.trials.stack.Processes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * Runs the main job as a user does: a process with arguments, output, signals and an exit status.
 */
public final class MainJobProcess implements AutoCloseable {
  private static final String SUMMARY = "PFSS_SUMMARY ";
  private static final Pattern WEB_ADDRESS = Pattern.compile("Web +(http://[0-9.:]+)");
  private static final Duration END_LIMIT = Duration.ofMinutes(1);

  private final Process process;
  private final Path output;
  private List<ProcessHandle> orphans = List.of();

  private MainJobProcess(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  /**
   * Starts the main job with this test's class path.
   *
   * @param folder for the job's data and output
   * @param main the runner's main class
   * @param jvmArguments the JVM arguments that the runner needs
   * @param arguments the main job's arguments
   */
  public static MainJobProcess start(
      Path folder, Class<?> main, List<String> jvmArguments, String... arguments)
      throws IOException {
    List<String> all = new ArrayList<>();
    all.add("--home=" + System.getProperty("pfss.home"));
    all.add("--dataFolder=" + folder.resolve("data"));
    all.addAll(List.of(arguments));
    return start(folder, jvmArguments, main, all);
  }

  /** Starts a main class with these arguments and no others. */
  public static MainJobProcess start(
      Path folder, List<String> jvmArguments, Class<?> main, List<String> arguments)
      throws IOException {
    return start(folder, Map.of(), jvmArguments, main, arguments);
  }

  /**
   * Starts a main class with these arguments and no others.
   *
   * @param environment variables to add to this process's environment
   */
  public static MainJobProcess start(
      Path folder,
      Map<String, String> environment,
      List<String> jvmArguments,
      Class<?> main,
      List<String> arguments)
      throws IOException {
    return start(
        folder,
        environment,
        jvmArguments,
        System.getProperty("java.class.path"),
        main.getName(),
        arguments);
  }

  /**
   * Starts a main class of another version, with these arguments and no others.
   *
   * @param classPath the class path of that version
   */
  public static MainJobProcess start(
      Path folder, String classPath, String main, List<String> arguments) throws IOException {
    return start(folder, Map.of(), List.of(), classPath, main, arguments);
  }

  private static MainJobProcess start(
      Path folder,
      Map<String, String> environment,
      List<String> jvmArguments,
      String classPath,
      String main,
      List<String> arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvmArguments);
    command.addAll(List.of("-classpath", classPath, main));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    return start(folder, builder);
  }

  /**
   * Starts a command.
   *
   * @param folder for its output
   */
  public static MainJobProcess start(Path folder, ProcessBuilder command) throws IOException {
    Path output = folder.resolve("output.txt");
    command.redirectErrorStream(true).redirectOutput(output.toFile());
    return new MainJobProcess(OrphanKiller.start(command), output);
  }

  /** Waits until the output contains a text, or the process ends. */
  public void awaitOutput(String text, Duration limit) {
    Awaitility.await(text).atMost(limit).until(() -> output().contains(text) || !process.isAlive());
  }

  /** Returns the address of its pages, which its output has. */
  public String webAddress() throws IOException {
    Matcher address = WEB_ADDRESS.matcher(output());
    if (!address.find()) {
      throw new AssertionError("The output has no address: " + output());
    }

    return address.group(1);
  }

  /** Whether the process has ended. */
  public boolean hasEnded() {
    return !process.isAlive();
  }

  /** Returns the process and its descendants. */
  public List<ProcessHandle> processes() {
    return Stream.concat(Stream.of(process.toHandle()), process.descendants()).toList();
  }

  /** Sends SIGTERM. */
  public void terminate() {
    process.destroy();
  }

  /** Sends SIGINT, as Ctrl-C does. */
  public void interrupt() throws IOException, InterruptedException {
    Processes.signal("INT", process.pid());
  }

  /** Waits for the end and returns the exit status. */
  public int exitStatus(Duration limit) throws InterruptedException {
    if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new AssertionError("The main job did not end within " + limit);
    }

    return process.exitValue();
  }

  /** Returns the output so far. */
  public String output() throws IOException {
    return Files.readString(output, StandardCharsets.UTF_8);
  }

  /** Returns the final summary. */
  public JsonNode summary() throws IOException {
    String line =
        output()
            .lines()
            .filter(each -> each.startsWith(SUMMARY))
            .findFirst()
            .orElseThrow(() -> new AssertionError("The output has no " + SUMMARY));
    return new ObjectMapper().readTree(line.substring(SUMMARY.length()));
  }

  /** Sends SIGKILL to the process only. Its child processes must end without help. */
  public void kill() {
    orphans = processes();
    process.destroyForcibly();
  }

  /**
   * Kills the process and its descendants, and waits for their end, so that nothing writes to its
   * folder afterwards.
   */
  @Override
  public void close() {
    List<ProcessHandle> all = Stream.concat(orphans.stream(), processes().stream()).toList();
    all.forEach(ProcessHandle::destroyForcibly);
    awaitEnd(all);
  }

  /** Waits until all processes have ended. */
  public static void awaitEnd(List<ProcessHandle> processes) {
    Awaitility.await().atMost(END_LIMIT).until(() -> processes.stream().noneMatch(Processes::runs));
  }
}
