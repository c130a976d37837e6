package io.pfss.trials.stack;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A server as a child process. It does not outlive this process, however that ends, and a
 * terminal's Ctrl-C does not reach it: who started it stops it when the work is done.
 */
public final class ChildProcess implements AutoCloseable {
  private static final Duration GRACE = Duration.ofSeconds(20);
  private static final Duration RUN_TIMEOUT = Duration.ofMinutes(2);
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final int TAIL_LINES = 15;

  private final String name;
  private final Process process;
  private final Path log;

  /** How long the log was at the start. */
  private final long logStart;

  private ChildProcess(String name, Process process, Path log, long logStart) {
    this.name = name;
    this.process = process;
    this.log = log;
    this.logStart = logStart;
  }

  /**
   * Starts a process.
   *
   * @param log takes what it writes
   */
  public static ChildProcess start(String name, List<String> command, Path log) throws IOException {
    List<String> detached = new ArrayList<>(ownSession());
    detached.addAll(command);
    long logStart = Files.exists(log) ? Files.size(log) : 0;
    Process process =
        OrphanKiller.start(
            new ProcessBuilder(detached)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile())));
    return new ChildProcess(name, process, log, logStart);
  }

  /**
   * Runs a command to its end.
   *
   * @param input is what it reads
   * @param log takes what it writes
   * @throws IOException if it fails or takes longer than 2 minutes; the message ends with its log
   */
  public static void run(String name, List<String> command, String input, Path log)
      throws IOException, InterruptedException {
    run(name, command, input, log, RUN_TIMEOUT);
  }

  /** Runs a command to its end, which may take as long as {@code timeout}. */
  static void run(String name, List<String> command, String input, Path log, Duration timeout)
      throws IOException, InterruptedException {
    ChildProcess child = start(name, command, log);
    try (OutputStream stream = child.process.getOutputStream()) {
      stream.write(input.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // It ended before it read all: its exit value and its log say why.
    }

    if (!child.process.waitFor(timeout.toSeconds(), TimeUnit.SECONDS)) {
      child.kill();
      throw child.failure("did not end in " + timeout.toSeconds() + " s");
    }

    child.check();
  }

  /** What a command line begins with so that the process leads a session and a group of its own. */
  static List<String> ownSession() {
    return Programs.find("setsid").map(Path::toString).stream().toList();
  }

  /** Whether it has not ended yet. */
  public boolean isAlive() {
    return process.isAlive();
  }

  public long pid() {
    return process.pid();
  }

  /** The processor time that it has used by now, in s; 0 after its end. */
  public double cpuSeconds() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO).toMillis() / 1000.0;
  }

  /** The most memory that it has had by now, in MB; 0 after its end. */
  public long peakRssMegabytes() throws IOException {
    return process.isAlive() ? JvmFootprint.peakRssBytes(process.pid()) >> 20 : 0;
  }

  /**
   * Makes sure that it has not failed. One that has ended as it should is fine.
   *
   * @throws IOException if it has; the message ends with its log
   */
  public void check() throws IOException {
    if (!process.isAlive() && process.exitValue() != 0) {
      throw failure("ended with " + process.exitValue());
    }
  }

  /**
   * Waits until it prints a line that begins with {@code READY}.
   *
   * @throws IOException if it ends before or takes longer; the message ends with its log
   */
  void awaitReady(Duration timeout) throws IOException, InterruptedException {
    awaitUp(
        () -> {
          try (InputStream written = Files.newInputStream(log)) {
            written.skipNBytes(logStart);
            return new String(written.readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .anyMatch(line -> line.startsWith("READY "));
          }
        },
        timeout);
  }

  /**
   * Waits until a probe finds it up.
   *
   * @throws IOException if it ends before or takes longer; the message ends with its log
   */
  public void awaitUp(Probe probe, Duration timeout) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (System.nanoTime() < deadline) {
      if (!process.isAlive()) {
        throw failure("ended at once");
      }

      if (isUp(probe)) {
        return;
      }

      LockSupport.parkNanos(POLL_NANOS);
      if (Thread.interrupted()) {
        kill();
        throw new InterruptedException();
      }
    }

    kill();
    throw failure("was not up after " + timeout.toSeconds() + " s");
  }

  /** Asks it to end, and kills it if it does not within 20 s. */
  public void stop() {
    process.destroy();
    awaitEnd();
  }

  @Override
  public void close() {
    stop();
  }

  /** Kills it and all that it has started, as a crash would. */
  public void kill() {
    Processes.kill(process.toHandle());
    awaitEnd();
  }

  /** Why it did not come up. */
  IOException failure(String problem) {
    return new IOException(name + " " + problem + ". The end of " + log + ":\n" + tail());
  }

  private static boolean isUp(Probe probe) throws InterruptedException {
    try {
      return probe.isUp();
    } catch (IOException e) {
      return false;
    }
  }

  private void awaitEnd() {
    try {
      if (!process.waitFor(GRACE.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private String tail() {
    try {
      List<String> lines = Files.readAllLines(log, StandardCharsets.UTF_8);
      return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Asks a server whether it is up. */
  @FunctionalInterface
  public interface Probe {
    /**
     * Asks once.
     *
     * @throws IOException if it does not answer, which it may do later
     */
    boolean isUp() throws IOException, InterruptedException;
  }
}
