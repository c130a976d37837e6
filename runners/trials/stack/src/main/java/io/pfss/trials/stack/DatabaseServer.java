package io.pfss.trials.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** A database server on a free port of the loopback address, with one user, who may do all. */
public abstract class DatabaseServer extends Server {
  static final String USER = "pfss";
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private final String kind;
  private final Path data;
  private final int port;

  /**
   * A server that is not installed yet.
   *
   * @param kind by JDBC's name
   * @param data keeps the server's data
   */
  DatabaseServer(String kind, Path data, int port) {
    this.kind = kind;
    this.data = data;
    this.port = port;
  }

  /** A database's address for JDBC. */
  public final String jdbcUrl(String database) {
    return "jdbc:" + kind + "://127.0.0.1:" + port + "/" + database;
  }

  /** Its only user, who may do everything. */
  public final String user() {
    return USER;
  }

  /** The user's password. */
  public abstract String password();

  /** Makes an empty server's tables in a folder that is there. */
  abstract void install(Path tables) throws IOException, InterruptedException;

  /** Where the server's messages go. */
  abstract Path log();

  /** Whether the server answers. */
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

  /** Makes the tables, unless they are there. */
  final void install() throws IOException, InterruptedException {
    if (Files.exists(tables())) {
      return;
    }

    Files.createDirectories(data);
    // A half of an installation must not be taken for a whole one.
    Path fresh = Files.createTempDirectory(data, "installing-");
    install(fresh);
    Files.move(fresh, tables());
  }

  @Override
  final void awaitReady() throws IOException, InterruptedException {
    process().awaitUp(this::isUp, TIMEOUT);
  }
}
