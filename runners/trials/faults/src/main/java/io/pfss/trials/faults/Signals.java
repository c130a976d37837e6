package io.pfss.trials.faults;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What is done to processes from outside. */
final class Signals {
  private static final String EXECUTOR = "YarnCoarseGrainedExecutorBackend";

  private Signals() {}

  /** Stops a process where it stands, as a network that is cut does to its peers. */
  static void pause(long pid) throws IOException, InterruptedException {
    send("STOP", pid);
  }

  /** Lets a process go on. */
  static void resume(long pid) throws IOException, InterruptedException {
    send("CONT", pid);
  }

  /**
   * The executors of one cluster.
   *
   * @param folder that of the cluster, which each executor writes to
   */
  static List<Long> executors(Path folder) {
    return ProcessHandle.allProcesses()
        .filter(process -> isExecutor(process.pid(), folder + "/"))
        .map(ProcessHandle::pid)
        .sorted()
        .toList();
  }

  private static boolean isExecutor(long pid, String folder) {
    try {
      String[] command =
          new String(
                  Files.readAllBytes(Path.of("/proc", Long.toString(pid), "cmdline")),
                  StandardCharsets.UTF_8)
              .split("\0");
      return command[0].endsWith("java")
          && List.of(command).stream().anyMatch(each -> each.endsWith(EXECUTOR))
          && List.of(command).stream().anyMatch(each -> each.contains(folder));
    } catch (IOException e) {
      // It has ended meanwhile.
      return false;
    }
  }

  private static void send(String signal, long pid) throws IOException, InterruptedException {
    int status = new ProcessBuilder("kill", "-" + signal, Long.toString(pid)).start().waitFor();
    if (status != 0) {
      throw new IOException("Process " + pid + " does not take signal " + signal);
    }
  }
}
