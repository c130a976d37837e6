// SPDX-License-Identifier: Apache-2.0
package io.pfss.trials.stack;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Finds influxd on the PATH, or downloads Debian's package, without root. */
public final class InfluxBinary {
  private InfluxBinary() {}

  /**
   * Returns the path of influxd: on the PATH, else from Debian's package.
   *
   * @throws IOException if it is not found and cannot be downloaded; the message says what to do
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
