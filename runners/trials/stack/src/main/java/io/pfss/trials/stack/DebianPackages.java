// SPDX-License-Identifier: Apache-2.0
package io.pfss.trials.stack;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Debian packages with their missing dependencies, unpacked into a folder of the user's cache.
 * Installs nothing, so it does not need root.
 */
public final class DebianPackages {
  private static final Logger LOG = LoggerFactory.getLogger(DebianPackages.class);
  private static final Duration TIMEOUT = Duration.ofMinutes(15);
  private static final String ERROR = "E: ";

  /** The installed packages of this machine. */
  static final DebianPackages INSTALLED = new DebianPackages(Path.of("/"), "");

  private final Path folder;
  private final String libraryPath;

  private DebianPackages(Path folder, String libraryPath) {
    this.folder = folder;
    this.libraryPath = libraryPath;
  }

  /**
   * Whether programs are installed on this machine.
   *
   * @param programs their paths without the leading slash
   */
  static boolean areInstalled(String... programs) {
    return Stream.of(programs).map(INSTALLED::file).allMatch(Files::isExecutable);
  }

  /**
   * Downloads and unpacks packages, unless they are in the cache.
   *
   * @param name the name of the folder in the cache
   * @param packages their names for apt-get
   * @throws IOException if they cannot be unpacked; the message is one line with the cause and the
   *     packages to install
   */
  public static DebianPackages obtain(String name, List<String> packages)
      throws IOException, InterruptedException {
    return obtain(Cache.ofUser(), name, packages);
  }

  static DebianPackages obtain(Cache cache, String name, List<String> packages)
      throws IOException, InterruptedException {
    try {
      Path folder =
          cache.get(name, (content, scratch) -> unpack(List.of(), packages, content, scratch));
      return new DebianPackages(folder, libraryPath(folder));
    } catch (IOException e) {
      String names = String.join(" ", packages);
      throw new IOException(
          "Failed to unpack Debian packages: "
              + names
              + " ("
              + e.getMessage()
              + "). Install them: sudo apt-get install "
              + names,
          e);
    }
  }

  /**
   * Downloads and unpacks packages.
   *
   * @param prefix the start of the command line, such as {@code env}
   * @throws IOException if they cannot be unpacked; the message is that of apt-get
   */
  static void unpack(List<String> prefix, List<String> packages, Path content, Path scratch)
      throws IOException, InterruptedException {
    LOG.info("Downloading Debian packages: packages={}", packages);
    List<String> command = new ArrayList<>(prefix);
    command.addAll(List.of("sh", "-s", "--", content.toString(), scratch.toString()));
    command.addAll(packages);
    Path output = scratch.resolve("output.txt");
    try (InputStream script = DebianPackages.class.getResourceAsStream("debian-packages.sh")) {
      String text = new String(script.readAllBytes(), StandardCharsets.UTF_8);
      ChildProcess.run("apt-get", command, text, output, TIMEOUT);
    } catch (IOException e) {
      String errors =
          Files.readAllLines(output).stream()
              .filter(line -> line.startsWith(ERROR))
              .map(line -> line.substring(ERROR.length()))
              .distinct()
              .collect(Collectors.joining("; "));
      throw errors.isEmpty() ? e : new IOException(errors, e);
    }
  }

  private static String libraryPath(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> file.getFileName().toString().matches("lib.+\\.so(\\.\\d.*)?"))
          .map(file -> String.valueOf(file.getParent()))
          .distinct()
          .sorted()
          .collect(Collectors.joining(":"));
    }
  }

  /**
   * Returns a file of the packages.
   *
   * @param path its path without the leading slash
   */
  public Path file(String path) {
    return folder.resolve(path);
  }

  /** Returns the folders of the shared libraries, for LD_LIBRARY_PATH. */
  public String libraryPath() {
    return libraryPath;
  }

  /** Returns a command line that runs a program of the packages with their shared libraries. */
  public List<String> command(String program, List<String> arguments) {
    List<String> command = new ArrayList<>(List.of("env", "LD_LIBRARY_PATH=" + libraryPath));
    command.add(file(program).toString());
    command.addAll(arguments);
    return command;
  }
}
