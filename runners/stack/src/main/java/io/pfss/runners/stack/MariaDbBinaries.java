package io.pfss.runners.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The programs of MariaDB: installed, or unpacked from Debian's packages without root. */
public final class MariaDbBinaries {
  private static final Path INSTALLED = Path.of("/usr");
  private static final String SERVER = "sbin/mariadbd";
  private static final String INSTALLER = "bin/mariadb-install-db";
  // The installer calls it, and it is in another package.
  private static final String OPTIONS_READER = "bin/my_print_defaults";

  private final Optional<DebianPackages> packages;

  private MariaDbBinaries(Optional<DebianPackages> packages) {
    this.packages = packages;
  }

  /**
   * The installed programs if they are complete, else those of Debian's packages.
   *
   * @throws IOException if the packages cannot be unpacked; the message says what to install
   */
  public static MariaDbBinaries obtain() throws IOException, InterruptedException {
    if (Stream.of(SERVER, INSTALLER, OPTIONS_READER)
        .map(INSTALLED::resolve)
        .allMatch(Files::isExecutable)) {
      return new MariaDbBinaries(Optional.empty());
    }

    return unpack(Cache.ofUser());
  }

  static MariaDbBinaries unpack(Cache cache) throws IOException, InterruptedException {
    return new MariaDbBinaries(
        Optional.of(
            DebianPackages.obtain(
                cache, "mariadb", List.of("mariadb-server-core", "mariadb-client-core"))));
  }

  /** A command line for the server. */
  List<String> server(List<String> arguments) {
    return command(SERVER, arguments);
  }

  /** A command line for the program that makes the server's own tables. */
  List<String> installer(List<String> arguments) {
    return command(INSTALLER, arguments);
  }

  private List<String> command(String program, List<String> arguments) {
    Path base = packages.map(unpacked -> unpacked.file("usr")).orElse(INSTALLED);
    // --no-defaults must come first.
    List<String> all = new ArrayList<>(List.of("--no-defaults", "--basedir=" + base));
    all.addAll(arguments);
    if (packages.isPresent()) {
      return packages.get().command("usr/" + program, all);
    }

    all.add(0, INSTALLED.resolve(program).toString());
    return all;
  }
}
