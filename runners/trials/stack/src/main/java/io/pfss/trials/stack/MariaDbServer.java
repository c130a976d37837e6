package io.pfss.trials.stack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/** A real MariaDB on a free port of the loopback address. */
public final class MariaDbServer extends Server {
  private static final String USER = "pfss";
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final int ANSWER_MILLIS = 1_000;

  private final MariaDbBinaries binaries;
  private final Path data;
  private final int port;
  private final String password = UUID.randomUUID().toString();

  private MariaDbServer(MariaDbBinaries binaries, Path data, int port) {
    this.binaries = binaries;
    this.data = data.toAbsolutePath();
    this.port = port;
  }

  /**
   * Starts a server with an empty database {@code pfss}, and waits until it is up.
   *
   * @param data keeps the server's data; what is there already is served, with a new password
   * @throws IOException if there is no MariaDB, or it does not come up within 60 s; the message
   *     then ends with its log
   */
  public static MariaDbServer start(Path data) throws IOException, InterruptedException {
    return start(MariaDbBinaries.obtain(), data);
  }

  /** Starts a server of these programs, as {@link #start(Path)} does. */
  public static MariaDbServer start(MariaDbBinaries binaries, Path data)
      throws IOException, InterruptedException {
    MariaDbServer server = new MariaDbServer(binaries, data, FreePorts.find(1)[0]);
    server.install();
    server.restart();
    return server;
  }

  /** A database's address for JDBC. */
  public String jdbcUrl(String database) {
    return "jdbc:mariadb://127.0.0.1:" + port + "/" + database;
  }

  /** Its only user, who may do everything. */
  public String user() {
    return USER;
  }

  /** The user's password. */
  public String password() {
    return password;
  }

  @Override
  ChildProcess start() throws IOException {
    // Only the owner may look into the folder of the tables.
    Path setup = Files.writeString(tables().resolve("setup.sql"), setup());
    return ChildProcess.start(
        "MariaDB",
        binaries.command(
            MariaDbBinaries.SERVER,
            List.of(
                // Root's server must be told that it is root's.
                "--user=" + System.getProperty("user.name"),
                "--datadir=" + tables(),
                "--bind-address=127.0.0.1",
                "--port=" + port,
                "--socket=",
                "--skip-name-resolve",
                "--character-set-server=utf8mb4",
                // What is committed outlives the process, though not the machine.
                "--innodb-flush-log-at-trx-commit=2",
                "--init-file=" + setup)),
        log());
  }

  @Override
  void awaitReady() throws IOException, InterruptedException {
    process().awaitUp(this::isUp, TIMEOUT);
  }

  private Path tables() {
    return data.resolve("tables");
  }

  private Path log() {
    return data.resolve("mariadbd.log");
  }

  private void install() throws IOException, InterruptedException {
    if (Files.exists(tables())) {
      return;
    }

    Files.createDirectories(data);
    // A half of an installation must not be taken for a whole one.
    Path fresh = Files.createTempDirectory(data, "installing-");
    ChildProcess.run(
        "MariaDB's installation",
        binaries.command(
            MariaDbBinaries.INSTALLER,
            List.of("--datadir=" + fresh, "--skip-name-resolve", "--skip-test-db")),
        "",
        log());
    Files.move(fresh, tables());
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

  private boolean isUp() throws IOException {
    try (Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), port)) {
      socket.setSoTimeout(ANSWER_MILLIS);
      return socket.getInputStream().read() >= 0;
    }
  }
}
