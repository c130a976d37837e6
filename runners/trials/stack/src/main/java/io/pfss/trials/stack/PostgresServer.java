// SPDX-License-Identifier: Apache-2.0
package io.pfss.trials.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL server on a free port of the loopback address. PostgreSQL does not run as root: if
 * this process does, the server runs as another user, who owns its tables.
 */
public final class PostgresServer extends DatabaseServer {
  private static final Logger LOG = LoggerFactory.getLogger(PostgresServer.class);
  private static final boolean ROOT = "root".equals(System.getProperty("user.name"));
  // Every Linux has this user, "nobody".
  private static final int UNPRIVILEGED = 65_534;
  private static final String DATABASE = "pfss";

  private final Path binaries;

  private PostgresServer(Path binaries, Path data, int port) {
    super("postgresql", data, port);
    this.binaries = binaries;
  }

  /**
   * Starts a server with an empty database {@code pfss}, and waits until it is up.
   *
   * @param data the folder of the server's data; existing data is served
   * @throws IOException if the programs cannot be unpacked, or the server does not start within 60
   *     s; the message then ends with its log
   */
  public static PostgresServer start(Path data) throws IOException, InterruptedException {
    PostgresServer server =
        new PostgresServer(
            PostgresBinaries.obtain(),
            Files.createDirectories(data).toRealPath(),
            FreePorts.find(1)[0]);
    server.install();
    server.restart();
    return server;
  }

  @Override
  public String password() {
    try {
      return Files.readString(passwordFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Stops the server gracefully and ends its clients' sessions. */
  @Override
  public void stop() {
    try {
      if (process().isAlive()) {
        // SIGTERM would wait until all clients disconnect.
        run("pg_ctl", "", "stop", "--pgdata=" + tables(), "--mode=fast");
      }
    } catch (IOException e) {
      LOG.warn("Failed to end client sessions; PostgreSQL may wait for its clients", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }

    super.stop();
  }

  @Override
  ChildProcess start() throws IOException {
    return ChildProcess.start(
        "PostgreSQL",
        command(
            "postgres",
            "-D",
            tables().toString(),
            "-h",
            "127.0.0.1",
            "-p",
            Integer.toString(port()),
            "-c",
            "unix_socket_directories=",
            // Commits survive a crash of the process, but not of the machine.
            "-c",
            "fsync=off"),
        log());
  }

  private Path passwordFile() {
    return data().resolve("password");
  }

  @Override
  Path log() {
    return data().resolve("postgres.log");
  }

  @Override
  void install(Path tables) throws IOException, InterruptedException {
    Files.deleteIfExists(passwordFile());
    Files.createFile(
        passwordFile(),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(passwordFile(), UUID.randomUUID().toString());
    if (ROOT) {
      Files.setAttribute(tables, "unix:uid", UNPRIVILEGED);
    }

    run(
        "initdb",
        "",
        "--pgdata=" + tables,
        "--username=" + USER,
        "--pwfile=" + passwordFile(),
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--no-locale",
        "--no-sync");
    run(
        "postgres",
        "CREATE DATABASE " + DATABASE + "\n",
        "--single",
        "-D",
        tables.toString(),
        "-c",
        "exit_on_error=on",
        "postgres");
  }

  private void run(String binary, String input, String... arguments)
      throws IOException, InterruptedException {
    ChildProcess.run("PostgreSQL's " + binary, command(binary, arguments), input, log());
  }

  private List<String> command(String binary, String... arguments) {
    List<String> command = new ArrayList<>();
    if (ROOT) {
      command.addAll(
          List.of(
              "setpriv",
              "--reuid=" + UNPRIVILEGED,
              "--regid=" + UNPRIVILEGED,
              "--clear-groups",
              // The programs and the data may be in folders that only root can enter. Unlike
              // unshare --user, this works in a container too.
              "--inh-caps=+dac_override",
              "--ambient-caps=+dac_override",
              // Also for access(2).
              "--securebits=+no_setuid_fixup"));
    }

    command.add(binaries.resolve(binary).toString());
    command.addAll(List.of(arguments));
    return command;
  }

  @Override
  boolean isUp() throws IOException {
    try (Connection connection = DriverManager.getConnection(jdbcUrl(DATABASE), USER, password())) {
      return !connection.isClosed();
    } catch (SQLException e) {
      throw new IOException(e);
    }
  }
}
