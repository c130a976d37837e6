// SPDX-License-Identifier: Apache-2.0
package io.pfss.trials.stack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/** A MariaDB server on a free port of the loopback address. */
public final class MariaDbServer extends DatabaseServer {
  private static final String SERVER = "usr/sbin/mariadbd";
  private static final String INSTALLER = "usr/bin/mariadb-install-db";
  // The installer needs this program, which is in another package.
  private static final String OPTIONS_READER = "usr/bin/my_print_defaults";
  private static final int RESPONSE_TIMEOUT_MILLIS = 1_000;

  private final DebianPackages binaries;
  private final String password = UUID.randomUUID().toString();

  private MariaDbServer(DebianPackages binaries, Path data, int port) {
    super("mariadb", data.toAbsolutePath(), port);
    this.binaries = binaries;
  }

  /**
   * Starts a server with an empty database {@code pfss}, and waits until it is up.
   *
   * @param data the folder of the server's data; existing data is served, with a new password
   * @throws IOException if MariaDB is not found, or does not start within 60 s; the message then
   *     ends with its log
   */
  public static MariaDbServer start(Path data) throws IOException, InterruptedException {
    return start(binaries(), data);
  }

  /**
   * Returns MariaDB's programs: the installed ones if they are complete, else those of Debian's
   * packages.
   *
   * @throws IOException if the packages cannot be unpacked; the message says what to install
   */
  public static DebianPackages binaries() throws IOException, InterruptedException {
    return DebianPackages.areInstalled(SERVER, INSTALLER, OPTIONS_READER)
        ? DebianPackages.INSTALLED
        : unpackedBinaries();
  }

  static DebianPackages unpackedBinaries() throws IOException, InterruptedException {
    return DebianPackages.obtain("mariadb", List.of("mariadb-server-core", "mariadb-client-core"));
  }

  /** Starts a server with these programs, like {@link #start(Path)}. */
  public static MariaDbServer start(DebianPackages binaries, Path data)
      throws IOException, InterruptedException {
    MariaDbServer server = new MariaDbServer(binaries, data, FreePorts.find(1)[0]);
    server.install();
    server.restart();
    return server;
  }

  @Override
  public String password() {
    return password;
  }

  @Override
  ChildProcess start() throws IOException {
    // The file contains the password, and only the owner can read the tables' folder.
    Path setup = Files.writeString(tables().resolve("setup.sql"), setup());
    return ChildProcess.start(
        "MariaDB",
        command(
            SERVER,
            // MariaDB runs as root only if it is set explicitly.
            "--user=" + System.getProperty("user.name"),
            "--datadir=" + tables(),
            "--bind-address=127.0.0.1",
            "--port=" + port(),
            "--socket=",
            "--skip-name-resolve",
            "--character-set-server=utf8mb4",
            // Commits survive a crash of the process, but not of the machine.
            "--innodb-flush-log-at-trx-commit=2",
            "--init-file=" + setup),
        log());
  }

  @Override
  Path log() {
    return data().resolve("mariadbd.log");
  }

  @Override
  void install(Path tables) throws IOException, InterruptedException {
    ChildProcess.run(
        "MariaDB's installation",
        command(INSTALLER, "--datadir=" + tables, "--skip-name-resolve", "--skip-test-db"),
        "",
        log());
  }

  private List<String> command(String program, String... arguments) {
    // --no-defaults must come first.
    List<String> all = new ArrayList<>(List.of("--no-defaults"));
    all.add("--basedir=" + binaries.file("usr"));
    all.addAll(List.of(arguments));
    return binaries.command(program, all);
  }

  private String setup() {
    return String.format(
        Locale.ROOT,
        """
        CREATE DATABASE IF NOT EXISTS pfss CHARACTER SET utf8mb4;
        CREATE OR REPLACE USER %1$s@'127.0.0.1' IDENTIFIED BY '%2$s';
        GRANT ALL ON *.* TO %1$s@'127.0.0.1' WITH GRANT OPTION;
        """,
        USER,
        password);
  }

  @Override
  boolean isUp() throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
      socket.setSoTimeout(RESPONSE_TIMEOUT_MILLIS);
      return socket.getInputStream().read() >= 0;
    }
  }
}
