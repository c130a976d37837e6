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
 * Debian packages and those of their dependencies that are not installed, unpacked into one folder
 * of the user's cache. Needs no root: nothing is installed.
 */
public final class DebianPackages {
  private static final Logger LOG = LoggerFactory.getLogger(DebianPackages.class);
  private static final Duration TIMEOUT = Duration.ofMinutes(15);
  private static final String ERROR = "E: ";

  /** What is installed on this machine, whoever installed it. */
  static final DebianPackages INSTALLED = new DebianPackages(Path.of("/"), "");

  private final Path folder;
  private final String libraryPath;

  private DebianPackages(Path folder, String libraryPath) {
    this.folder = folder;
    this.libraryPath = libraryPath;
  }

  /** Whether programs are installed on this machine, by their paths without the leading slash. */
  static boolean areInstalled(String... programs) {
    return Stream.of(programs).map(INSTALLED::file).allMatch(Files::isExecutable);
  }

  /**
   * Unpacks packages unless an earlier run did.
   *
   * @param name of the folder in the cache
   * @param packages as apt-get names them
   * @throws IOException if that is not possible; the message is one line that says why, and what to
   *     install
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
          "Debian packages cannot be unpacked: "
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
   * @param prefix of the command line, as {@code env}
   * @throws IOException if that is not possible; the message is apt-get's
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

  /** A file of the packages, by its path without the leading slash. */
  public Path file(String path) {
    return folder.resolve(path);
  }

  /** The folders of the shared libraries: what LD_LIBRARY_PATH should name. */
  public String libraryPath() {
    return libraryPath;
  }

  /** A command line that runs a program of the packages with their shared libraries. */
  public List<String> command(String program, List<String> arguments) {
    List<String> command = new ArrayList<>(List.of("env", "LD_LIBRARY_PATH=" + libraryPath));
    command.add(file(program).toString());
    command.addAll(arguments);
    return command;
  }
}
