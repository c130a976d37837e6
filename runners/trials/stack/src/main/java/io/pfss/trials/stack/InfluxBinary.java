package io.pfss.trials.stack;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Where influxd is: on the PATH, or unpacked from Debian's package without root. */
public final class InfluxBinary {
  private InfluxBinary() {}

  /**
   * Looks for influxd, on the PATH first.
   *
   * @throws IOException if there is none and none can be had; the message says what to do
   */
  public static Path obtain() throws IOException, InterruptedException {
    return obtain(Programs.find("influxd"), Cache.ofUser());
  }

  static Path obtain(Optional<Path> installed, Cache cache)
      throws IOException, InterruptedException {
    if (installed.isPresent()) {
      return installed.get();
    }

    try {
      return DebianPackages.obtain(cache, "influxdb", List.of("influxdb")).file("usr/bin/influxd");
    } catch (IOException e) {
      throw new IOException(
          "influxd is not on the PATH. " + e.getMessage() + ", or name a server with --influxUrl.",
          e);
    }
  }
}
