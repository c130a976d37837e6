package io.pfss.runners.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

  private final Path folder;
  private final String libraryPath;

  private DebianPackages(Path folder, String libraryPath) {
    this.folder = folder;
    this.libraryPath = libraryPath;
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
          cache.get(
              name,
              (content, scratch) -> {
                LOG.info("Downloading Debian packages: packages={}", packages);
                for (Path file : download(packages, scratch)) {
                  unpack(file, content, scratch);
                }
              });
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

  private static List<Path> download(List<String> packages, Path scratch)
      throws IOException, InterruptedException {
    try {
      return AptGet.withSystemLists(scratch)
          .download(packages, Files.createDirectory(scratch.resolve("packages")));
    } catch (IOException e) {
      LOG.info("The system's package lists do not suffice: {}", e.getMessage());
      return AptGet.withOwnLists(scratch)
          .download(packages, Files.createDirectory(scratch.resolve("newer-packages")));
    }
  }

  private static void unpack(Path file, Path content, Path scratch)
      throws IOException, InterruptedException {
    ChildProcess.run(
        "dpkg-deb",
        List.of("dpkg-deb", "--extract", file.toString(), content.toString()),
        "",
        scratch.resolve("dpkg-deb.txt"));
  }

  private static String libraryPath(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> file.getFileName().toString().matches("lib.+\\.so(\\.\\d.*)?"))
          .map(file -> file.getParent().toString())
          .distinct()
          .sorted()
          .collect(Collectors.joining(":"));
    }
  }
}
