// SPDX-License-Identifier: Apache-2.0
package io.pfss.driver;

import java.util.List;
import java.util.Set;

/** The options that a job on a cluster must have: its defaults are for one machine. */
public final class ClusterOptions {
  private ClusterOptions() {}

  /**
   * Checks that the command line names what all machines of a cluster have to reach.
   *
   * @param given the names of the options that the command line sets
   * @param folders the options that name folders
   * @throws IllegalArgumentException if an option is missing or names something of one machine
   */
  public static void check(DriverOptions options, Set<String> given, List<String> folders) {
    for (String name : folders) {
      if (!given.contains(name)) {
        throw new IllegalArgumentException(
            "--"
                + name
                + " is missing: on a cluster, name a folder that all machines see, hdfs://…");
      }
    }

    if (options.getCatalogUrl().startsWith("jdbc:sqlite:")) {
      throw new IllegalArgumentException(
          "--catalogUrl="
              + options.getCatalogUrl()
              + " is a file of one machine, which a cluster cannot share: name a MariaDB or"
              + " PostgreSQL");
    }

    if (!given.contains("bootstrapServers")) {
      throw new IllegalArgumentException(
          "--bootstrapServers is missing: a cluster cannot reach an embedded broker");
    }
  }
}
