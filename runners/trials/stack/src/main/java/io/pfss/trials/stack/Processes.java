// SPDX-License-Identifier: Apache-2.0
package io.pfss.trials.stack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Operations on processes that Java lacks. */
public final class Processes {
  private static final Logger LOG = LoggerFactory.getLogger(Processes.class);
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private Processes() {}

  /**
   * Sends a signal to a process.
   *
   * @param signal the signal's name, such as {@code STOP}
   */
  public static void signal(String signal, long pid) throws IOException, InterruptedException {
    int status = new ProcessBuilder("kill", "-" + signal, Long.toString(pid)).start().waitFor();
    if (status != 0) {
      throw new IOException("Failed to send signal " + signal + " to process " + pid);
    }
  }

  /** Whether a process is running. A zombie is listed, but has no command. */
  public static boolean runs(ProcessHandle process) {
    return process.info().command().isPresent();
  }

  /** Kills a process and its descendants, as a crash would, and waits until they have ended. */
  public static void kill(ProcessHandle process) {
    try {
      // A stopped process starts no children while its descendants are collected.
      signal("STOP", process.pid());
    } catch (IOException e) {
      LOG.debug("Process already ended: pid={}", process.pid(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }

    List<ProcessHandle> all = Stream.concat(Stream.of(process), process.descendants()).toList();
    all.forEach(ProcessHandle::destroyForcibly);
    while (all.stream().anyMatch(Processes::runs)) {
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  /**
   * Returns the complete content of a file of {@code /proc/<pid>}; empty if the process has ended
   * or belongs to another user.
   *
   * @param file {@code cmdline} or {@code environ}, each entry of which ends with a zero
   */
  public static String read(ProcessHandle process, String file) {
    try {
      Path path = Path.of("/proc", Long.toString(process.pid()), file);
      return new String(Files.readAllBytes(path), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }
}
