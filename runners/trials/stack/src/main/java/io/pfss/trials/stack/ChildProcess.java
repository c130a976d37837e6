// SPDX-License-Identifier: Apache-2.0
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
 * A server as a child process. It never outlives this process. A terminal's Ctrl-C does not reach
 * it, so its owner must stop it.
 */
public final class ChildProcess implements AutoCloseable {
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(20);
  private static final Duration RUN_TIMEOUT = Duration.ofMinutes(2);
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final int TAIL_LINES = 15;

  private final String name;
  private final Process process;
  private final Path log;

  /** The length of the log at the start, in bytes. */
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
   * @param log the file for its output
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
   * @param input the text for its standard input
   * @param log the file for its output
   * @throws IOException if it fails or takes longer than 2 minutes; the message ends with its log
   */
  public static void run(String name, List<String> command, String input, Path log)
      throws IOException, InterruptedException {
    run(name, command, input, log, RUN_TIMEOUT);
  }

  /** Runs a command to its end, for at most {@code timeout}. */
  public static void run(
      String name, List<String> command, String input, Path log, Duration timeout)
      throws IOException, InterruptedException {
    ChildProcess child = start(name, command, log);
    try (OutputStream stream = child.process.getOutputStream()) {
      stream.write(input.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // It ended before it read all input: its exit status and its log say why.
    }

    if (!child.process.waitFor(timeout.toSeconds(), TimeUnit.SECONDS)) {
      child.kill();
      throw child.failure("did not end within " + timeout.toSeconds() + " s");
    }

    child.check();
  }

  /**
   * Returns the prefix of a command line that gives the process its own session and process group.
   */
  static List<String> ownSession() {
    return Programs.find("setsid").map(Path::toString).stream().toList();
  }

  /** Whether it is still running. */
  public boolean isAlive() {
    return process.isAlive();
  }

  public long pid() {
    return process.pid();
  }

  /** Returns the processor time used so far, in s; 0 after its end. */
  public double cpuSeconds() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO).toMillis() / 1000.0;
  }

  /** Returns the peak of its resident memory so far, in MiB; 0 after its end. */
  public long peakRssMegabytes() throws IOException {
    return process.isAlive() ? JvmFootprint.peakRssBytes(process.pid()) >> 20 : 0;
  }

  /**
   * Checks that it has not failed: it is running, or has ended with status 0.
   *
   * @throws IOException if it has failed; the message ends with its log
   */
  public void check() throws IOException {
    if (!process.isAlive() && process.exitValue() != 0) {
      throw failure("ended with exit status " + process.exitValue());
    }
  }

  /**
   * Waits until it prints a line that starts with {@code READY}.
   *
   * @throws IOException if it ends earlier or the timeout expires; the message ends with its log
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
   * Waits until a probe reports that it is up.
   *
   * @throws IOException if it ends earlier or the timeout expires; the message ends with its log
   */
  public void awaitUp(Probe probe, Duration timeout) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (System.nanoTime() < deadline) {
      if (!process.isAlive()) {
        throw failure("ended during startup");
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
    throw failure("did not start within " + timeout.toSeconds() + " s");
  }

  /** Sends SIGTERM, and kills it if it does not end within 20 s. */
  public void stop() {
    process.destroy();
    awaitEnd();
  }

  @Override
  public void close() {
    stop();
  }

  /** Kills it and all its descendants, as a crash would. */
  public void kill() {
    Processes.kill(process.toHandle());
    awaitEnd();
  }

  /** Returns an exception for a failure, with the end of the log. */
  IOException failure(String problem) {
    return new IOException(name + " " + problem + ". Last lines of " + log + ":\n" + tail());
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
      if (!process.waitFor(STOP_TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
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

  /** Checks whether a server is up. */
  @FunctionalInterface
  public interface Probe {
    /**
     * Checks once.
     *
     * @throws IOException if the server does not respond yet
     */
    boolean isUp() throws IOException, InterruptedException;
  }
}
