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

/** What Java does not do with processes. */
public final class Processes {
  private static final Logger LOG = LoggerFactory.getLogger(Processes.class);
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private Processes() {}

  /**
   * Sends a signal.
   *
   * @param signal its name, as {@code STOP}
   */
  public static void signal(String signal, long pid) throws IOException, InterruptedException {
    int status = new ProcessBuilder("kill", "-" + signal, Long.toString(pid)).start().waitFor();
    if (status != 0) {
      throw new IOException("Process " + pid + " does not take signal " + signal);
    }
  }

  /**
   * Whether a process has not ended. The dead whom nobody reaps are listed, but have no command.
   */
  public static boolean runs(ProcessHandle process) {
    return process.info().command().isPresent();
  }

  /** Kills a process and all that it has started, as a crash would, and waits for their end. */
  public static void kill(ProcessHandle process) {
    try {
      // A process that stands still starts no more while others are looked for.
      signal("STOP", process.pid());
    } catch (IOException e) {
      LOG.debug("Process {} has ended before", process.pid(), e);
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
   * What Linux lists of a process, whole; empty if it has ended meanwhile or is another user's.
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
