package io.pfss.runners.stack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where influxd is: on the PATH, or unpacked from Debian's package into a folder of the user's,
 * which needs no root.
 */
public final class InfluxBinary {
  private static final Logger LOG = LoggerFactory.getLogger(InfluxBinary.class);
  private static final String ADVICE =
      "Install it (on Debian: sudo apt-get install influxdb), or name a server with --influxUrl.";
  private static final long TIMEOUT_MINUTES = 5;

  private final Optional<Path> path;
  private final String explanation;

  private InfluxBinary(Optional<Path> path, String explanation) {
    this.path = path;
    this.explanation = explanation;
  }

  /** The binary; empty if there is none and none could be had. */
  public Optional<Path> path() {
    return path;
  }

  /** Where the binary came from, or why there is none and what to do. */
  public String explanation() {
    return explanation;
  }

  /**
   * Looks for influxd, on the PATH first.
   *
   * @param cache keeps what was unpacked
   */
  public static InfluxBinary find(Path cache) throws InterruptedException {
    return find(System.getenv().getOrDefault("PATH", ""), cache);
  }

  static InfluxBinary find(String searchPath, Path cache) throws InterruptedException {
    Optional<Path> installed =
        Arrays.stream(searchPath.split(":"))
            .map(folder -> Path.of(folder, "influxd"))
            .filter(Files::isExecutable)
            .findFirst();
    if (installed.isPresent()) {
      return new InfluxBinary(installed, "found as " + installed.get());
    }

    Path unpacked = cache.resolve("influxdb/usr/bin/influxd");
    try {
      if (!Files.isExecutable(unpacked)) {
        unpack(cache);
      }

      return new InfluxBinary(Optional.of(unpacked), "unpacked as " + unpacked);
    } catch (IOException e) {
      LOG.info("Debian's package cannot be unpacked", e);
      return new InfluxBinary(
          Optional.empty(),
          "influxd is not on the PATH, and Debian's package cannot be unpacked ("
              + e.getMessage()
              + "). "
              + ADVICE);
    }
  }

  private static void unpack(Path cache) throws IOException, InterruptedException {
    Files.createDirectories(cache);
    Path work = Files.createTempDirectory(cache, ".unpacking-");
    try {
      Path content = work.resolve("content");
      run(work, "dpkg-deb", "-x", download(work).toString(), content.toString());
      run(work, content.resolve("usr/bin/influxd").toString(), "version");
      Files.move(content, cache.resolve("influxdb"), StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Folders.delete(work);
    }
  }

  private static Path download(Path work) throws IOException, InterruptedException {
    try {
      run(work, "apt-get", "download", "influxdb");
    } catch (IOException e) {
      LOG.info("The system's package lists do not do: {}", e.getMessage());
      Path state = Files.createDirectories(work.resolve("state/lists/partial")).getParent();
      Path archives = Files.createDirectories(work.resolve("cache/archives/partial")).getParent();
      List<String> own =
          List.of("-o", "Dir::State::lists=" + state, "-o", "Dir::Cache=" + archives.getParent());
      run(work, command(own, "update"));
      run(work, command(own, "download", "influxdb"));
    }

    try (Stream<Path> files = Files.list(work)) {
      return files
          .filter(file -> file.getFileName().toString().endsWith(".deb"))
          .findFirst()
          .orElseThrow(() -> new IOException("apt-get download left no package"));
    }
  }

  private static String[] command(List<String> settings, String... words) {
    List<String> command = new ArrayList<>(List.of("apt-get"));
    command.addAll(settings);
    command.addAll(List.of(words));
    return command.toArray(String[]::new);
  }

  private static void run(Path folder, String... command) throws IOException, InterruptedException {
    Path output = Files.createTempFile(folder, "output-", ".txt");
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    if (!process.waitFor(TIMEOUT_MINUTES, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new IOException(command[0] + " did not end in " + TIMEOUT_MINUTES + " minutes");
    }

    if (process.exitValue() != 0) {
      throw new IOException(
          String.join(" ", command)
              + ": "
              + Files.readString(output, StandardCharsets.UTF_8).strip());
    }
  }
}
