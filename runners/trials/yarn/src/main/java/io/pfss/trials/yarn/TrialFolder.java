// SPDX-License-Identifier: Apache-2.0
package io.pfss.trials.yarn;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import picocli.CommandLine.Option;

/** The folder of a cluster's data, with the process ids that other commands need. */
final class TrialFolder {
  private static final DateTimeFormatter NAME =
      DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss", Locale.ROOT);

  /** The name of the process that runs the cluster. */
  static final String SELF = "pfss-yarn";

  @Option(
      names = "--home",
      description = "The folder of this repository, compiled; default: ${DEFAULT-VALUE}.",
      defaultValue = ".")
  private Path home;

  Path home() {
    return home.toAbsolutePath().normalize();
  }

  /** Creates a new folder for a cluster's data. */
  Path create() throws IOException {
    return Files.createDirectories(
        root().resolve(LocalDateTime.now(ZoneId.systemDefault()).format(NAME)));
  }

  /** Writes the process ids, for other commands. */
  void write(Map<String, Long> pids) throws IOException {
    List<String> lines = new ArrayList<>(List.of(SELF + "=" + ProcessHandle.current().pid()));
    pids.forEach((name, pid) -> lines.add(name + "=" + pid));
    Files.write(pidFile(), lines);
  }

  void delete() throws IOException {
    Files.deleteIfExists(pidFile());
  }

  /** Returns a process of the cluster, if it is alive. */
  Optional<ProcessHandle> find(String name) throws IOException {
    return Optional.ofNullable(pids().get(name)).flatMap(ProcessHandle::of);
  }

  /** Returns the ids of the started processes by name. */
  Map<String, Long> pids() throws IOException {
    Map<String, Long> pids = new TreeMap<>();
    if (Files.exists(pidFile())) {
      for (String line : Files.readAllLines(pidFile())) {
        int equals = line.indexOf('=');
        pids.put(line.substring(0, equals), Long.parseLong(line.substring(equals + 1)));
      }
    }

    return pids;
  }

  private Path root() {
    return home().resolve("target/yarn");
  }

  private Path pidFile() {
    return root().resolve("pids");
  }
}
