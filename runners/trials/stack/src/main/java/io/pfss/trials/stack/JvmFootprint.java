// SPDX-License-Identifier: Apache-2.0
package io.pfss.trials.stack;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * The resources that a JVM of this machine uses at one time.
 *
 * @param liveHeapBytes bytes of live objects, as after a full garbage collection
 * @param rssBytes resident memory, in bytes
 * @param threads number of threads
 * @param openFiles number of open files and sockets
 */
public record JvmFootprint(long liveHeapBytes, long rssBytes, long threads, long openFiles) {
  private static final int KILO = 1024;

  /**
   * Triggers a full garbage collection in a JVM and measures its resources.
   *
   * @throws IOException if the process does not exist or is not a JVM of this user
   */
  public static JvmFootprint of(long pid) throws IOException {
    Path proc = proc(pid);
    long liveHeapBytes = liveHeapBytes(pid);
    try (Stream<Path> open = Files.list(proc.resolve("fd"))) {
      return new JvmFootprint(
          liveHeapBytes, status(proc, "VmRSS") * KILO, status(proc, "Threads"), open.count());
    }
  }

  /**
   * Returns the peak of a process's resident memory so far, in bytes.
   *
   * @throws IOException if the process does not exist
   */
  static long peakRssBytes(long pid) throws IOException {
    return status(proc(pid), "VmHWM") * KILO;
  }

  private static Path proc(long pid) {
    return Path.of("/proc", Long.toString(pid));
  }

  private static long liveHeapBytes(long pid) throws IOException {
    Process histogram =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(pid),
                "GC.class_histogram")
            .redirectErrorStream(true)
            .start();
    try (BufferedReader lines = histogram.inputReader()) {
      // The last line: Total, objects, bytes.
      String total =
          lines
              .lines()
              .filter(line -> line.startsWith("Total"))
              .findFirst()
              .orElseThrow(
                  () -> new IOException("jcmd printed no heap histogram of process " + pid));
      return Long.parseLong(total.strip().split("\\s+")[2]);
    }
  }

  private static long status(Path proc, String name) throws IOException {
    return Files.readAllLines(proc.resolve("status"), StandardCharsets.UTF_8).stream()
        .filter(line -> line.startsWith(name + ":"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElse(0);
  }
}
