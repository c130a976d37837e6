package io.pfss.runners.stack;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where influxd is: on the PATH, or unpacked from Debian's package without root. */
public final class InfluxBinary {
  private static final Logger LOG = LoggerFactory.getLogger(InfluxBinary.class);

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

  /** Looks for influxd, on the PATH first. */
  public static InfluxBinary find() throws InterruptedException {
    return find(System.getenv().getOrDefault("PATH", ""), Cache.ofUser());
  }

  /**
   * The binary of influxd, for callers that cannot do without.
   *
   * @throws IOException if there is none; the message says what to do
   */
  public static Path obtain() throws IOException, InterruptedException {
    InfluxBinary binary = find();
    return binary.path().orElseThrow(() -> new IOException(binary.explanation()));
  }

  static InfluxBinary find(String searchPath, Cache cache) throws InterruptedException {
    Optional<Path> installed = Programs.find(searchPath, "influxd");
    if (installed.isPresent()) {
      return new InfluxBinary(installed, "found as " + installed.get());
    }

    try {
      Path unpacked =
          DebianPackages.obtain(cache, "influxdb", List.of("influxdb")).file("usr/bin/influxd");
      return new InfluxBinary(Optional.of(unpacked), "unpacked as " + unpacked);
    } catch (IOException e) {
      LOG.info("There is no influxd", e);
      return new InfluxBinary(
          Optional.empty(),
          "influxd is not on the PATH. " + e.getMessage() + ", or name a server with --influxUrl.");
    }
  }
}
