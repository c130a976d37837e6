// SPDX-License-Identifier: Apache-2.0
package io.pfss.trials.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A database server on a free port of the loopback address, with one user, who has all privileges.
 */
public abstract class DatabaseServer extends Server {
  static final String USER = "pfss";
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private final String kind;
  private final Path data;
  private final int port;

  /**
   * Creates a server that is not installed yet.
   *
   * @param kind the database's name in JDBC URLs
   * @param data the folder of the server's data
   */
  DatabaseServer(String kind, Path data, int port) {
    this.kind = kind;
    this.data = data;
    this.port = port;
  }

  /** Returns the JDBC URL of a database. */
  public final String jdbcUrl(String database) {
    return "jdbc:" + kind + "://127.0.0.1:" + port + "/" + database;
  }

  /** Returns the name of its only user, who has all privileges. */
  public final String user() {
    return USER;
  }

  /** Returns the user's password. */
  public abstract String password();

  /** Initializes the tables of an empty server in an existing folder. */
  abstract void install(Path tables) throws IOException, InterruptedException;

  /** Returns the file of the server's log. */
  abstract Path log();

  /** Whether the server accepts connections. */
  abstract boolean isUp() throws IOException;

  final Path data() {
    return data;
  }

  final int port() {
    return port;
  }

  final Path tables() {
    return data.resolve("tables");
  }

  /** Initializes the tables, unless they exist. */
  final void install() throws IOException, InterruptedException {
    if (Files.exists(tables())) {
      return;
    }

    Files.createDirectories(data);
    // The move is atomic, so an interrupted installation is never used.
    Path fresh = Files.createTempDirectory(data, "installing-");
    install(fresh);
    Files.move(fresh, tables());
  }

  @Override
  final void awaitReady() throws IOException, InterruptedException {
    process().awaitUp(this::isUp, TIMEOUT);
  }
}
