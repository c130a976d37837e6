package io.pfss.trials.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The programs of MariaDB: installed, or unpacked from Debian's packages without root.
 *
 * @param packages empty if they are installed
 */
public record MariaDbBinaries(Optional<DebianPackages> packages) {
  static final String SERVER = "usr/sbin/mariadbd";
  static final String INSTALLER = "usr/bin/mariadb-install-db";
  // The installer calls it, and it is in another package.
  private static final String OPTIONS_READER = "usr/bin/my_print_defaults";
  private static final Path ROOT = Path.of("/");

  /**
   * The installed programs if they are complete, else those of Debian's packages.
   *
   * @throws IOException if the packages cannot be unpacked; the message says what to install
   */
  public static MariaDbBinaries obtain() throws IOException, InterruptedException {
    return Stream.of(SERVER, INSTALLER, OPTIONS_READER)
            .map(ROOT::resolve)
            .allMatch(Files::isExecutable)
        ? new MariaDbBinaries(Optional.empty())
        : unpack(Cache.ofUser());
  }

  static MariaDbBinaries unpack(Cache cache) throws IOException, InterruptedException {
    List<String> names = List.of("mariadb-server-core", "mariadb-client-core");
    return new MariaDbBinaries(Optional.of(DebianPackages.obtain(cache, "mariadb", names)));
  }

  /** A command line for one of the programs. */
  List<String> command(String program, List<String> arguments) {
    Path base = packages.map(unpacked -> unpacked.file("usr")).orElse(ROOT.resolve("usr"));
    // --no-defaults must come first.
    List<String> all = new ArrayList<>(List.of("--no-defaults", "--basedir=" + base));
    all.addAll(arguments);
    if (packages.isPresent()) {
      return packages.get().command(program, all);
    }

    all.add(0, ROOT.resolve(program).toString());
    return all;
  }
}
