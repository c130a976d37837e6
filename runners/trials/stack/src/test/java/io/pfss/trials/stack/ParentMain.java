// SPDX-License-Identifier: Apache-2.0
package io.pfss.trials.stack;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A parent process that never stops its child processes. */
final class ParentMain {
  private static final String FAMILY =
      """
      tail -f /dev/null & in_group=$!
      setsid tail -f /dev/null & in_other_group=$!
      echo "$$ $in_group $in_other_group" > "$1"
      echo 'READY family'
      wait
      """;

  private ParentMain() {}

  /**
   * Prints the ids of the child processes, and runs until its input ends.
   *
   * @param args the path of influxd, and a folder
   */
  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[1]);
    InfluxServer influx = InfluxServer.start(Path.of(args[0]), folder.resolve("influxdb"));
    Path pids = folder.resolve("pids");
    ChildProcess.start(
            "family",
            List.of("sh", "-c", FAMILY, "family", pids.toString()),
            folder.resolve("family.log"))
        .awaitReady(Duration.ofSeconds(10));
    System.out.println(influx.pid() + " " + Files.readString(pids).strip());
    while (System.in.read() >= 0) {
      // Waits for the end of the input.
    }
  }
}
