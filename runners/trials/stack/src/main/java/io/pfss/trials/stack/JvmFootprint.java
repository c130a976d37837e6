package io.pfss.trials.stack;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What a JVM of this machine holds at one moment.
 *
 * @param liveHeapBytes of the objects that are in use, as after a full collection
 * @param rssBytes of memory
 * @param threads how many
 * @param openFiles how many, sockets among them
 */
public record JvmFootprint(long liveHeapBytes, long rssBytes, long threads, long openFiles) {
  private static final int KILO = 1024;

  /**
   * Collects a JVM's garbage, and measures what is left.
   *
   * @throws IOException if there is no such process, or it is no JVM of this user
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
   * The most memory that a process has had by now.
   *
   * @throws IOException if there is no such process
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
                  () -> new IOException("jcmd gave no histogram of the heap of process " + pid));
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
