// SPDX-License-Identifier: Apache-2.0
package io.pfss.trials.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/** Finds influxd on the PATH, or downloads Debian's package, without root. */
public final class InfluxBinary {
  private static final String PROGRAM = "usr/bin/influxd";

  private InfluxBinary() {}

  /**
   * Copies influxd and its licences from Debian's package, for the distribution. Without apt-get it
   * warns: the demo then needs an influxd of the machine.
   *
   * @param args the folder to copy to
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    Path folder = Files.createDirectories(Path.of(args[0]));
    try {
      DebianPackages debian = debian(Cache.ofUser());
      for (String file : List.of(PROGRAM, "usr/share/doc/influxdb/copyright")) {
        Path source = debian.file(file);
        Files.copy(
            source, folder.resolve(source.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (IOException e) {
      System.err.println("The distribution has no influxd: " + e.getMessage());
    }
  }

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
      return debian(cache).file(PROGRAM);
    } catch (IOException e) {
      throw new IOException(
          "influxd is not on the PATH. " + e.getMessage() + ", or name a server with --influxUrl.",
          e);
    }
  }

  private static DebianPackages debian(Cache cache) throws IOException, InterruptedException {
    return DebianPackages.obtain(cache, "influxdb", List.of("influxdb"));
  }
}
