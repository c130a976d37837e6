package io.pfss.trials.benchmarks;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pfss.trials.stack.JvmFootprint;
import io.pfss.trials.stack.OrphanKiller;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A contestant while it runs, and what it has used. */
final class ContestantProcess implements AutoCloseable {
  /** Of what it prints, in its folder. */
  static final String OUTPUT = "output.txt";

  private static final Duration GRACE = Duration.ofSeconds(60);

  private final Process process;
  private final Path output;

  private ContestantProcess(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  static ContestantProcess start(Contestant contestant, Bench bench, Load load) throws IOException {
    Files.createDirectories(bench.folder());
    Path output = bench.folder().resolve(OUTPUT);
    List<String> command = contestant.command(bench, load);
    Process process =
        OrphanKiller.start(
            new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()));
    return new ContestantProcess(process, output);
  }

  /**
   * Makes sure that it has not failed. One that has ended as it should is fine.
   *
   * @throws IOException with its output, if it has
   */
  void check() throws IOException {
    if (!process.isAlive() && process.exitValue() != 0) {
      throw new IOException(
          "A contestant ended with " + process.exitValue() + ":\n" + Files.readString(output));
    }
  }

  /** The processor time that it has used by now, in s. */
  double cpuSeconds() throws IOException {
    return process.info().totalCpuDuration().orElse(Duration.ZERO).toMillis() / 1000.0;
  }

  /** The most memory that it has had by now, in MB; 0 after its end. */
  long peakRssMegabytes() throws IOException {
    return process.isAlive() ? JvmFootprint.peakRssBytes(process.pid()) >> 20 : 0;
  }

  /** Adds what it holds: live objects, as after a full collection, memory, threads and files. */
  void addHeldTo(ObjectNode result) throws IOException {
    JvmFootprint held = JvmFootprint.of(process.pid());
    result.put("live_heap_mb", held.liveHeapBytes() >> 20);
    result.put("rss_mb", held.rssBytes() >> 20);
    result.put("threads", held.threads());
    result.put("open_files", held.openFiles());
  }

  /** Kills it, as the kernel does when memory is short, and waits for its end. */
  void kill() throws IOException {
    try {
      process.destroyForcibly().waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while a contestant ends", e);
    }
  }

  /** Asks it to end, as an operator would. */
  @Override
  public void close() throws IOException {
    process.destroy();
    try {
      if (!process.waitFor(GRACE.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
