package io.pfss.runners.stack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** A real MariaDB of Debian's packages on a free port of the loopback address. */
public final class MariaDbServer implements AutoCloseable {
  private static final Path SERVER = Path.of("/usr/sbin/mariadbd");
  private static final Path INSTALLER = Path.of("/usr/bin/mariadb-install-db");
  // The installer calls it, and it is in another package.
  private static final Path OPTIONS_READER = Path.of("/usr/bin/my_print_defaults");
  private static final String USER = "pfss";
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final int ANSWER_MILLIS = 1_000;

  private final Path data;
  private final int port;
  private final String password = UUID.randomUUID().toString();
  private ChildProcess process;

  private MariaDbServer(Path data, int port) {
    this.data = data.toAbsolutePath();
    this.port = port;
  }

  /**
   * Starts a server with an empty database {@code pfss}, and waits until it is up.
   *
   * @param data keeps the server's data; what is there already is served, with a new password
   * @throws IOException if MariaDB is not installed, or does not come up within 60 s; the message
   *     then ends with its log
   */
  public static MariaDbServer start(Path data) throws IOException, InterruptedException {
    if (!isInstalled()) {
      throw new IOException(
          "MariaDB is not installed: sudo apt-get install mariadb-server-core mariadb-client-core");
    }

    MariaDbServer server = new MariaDbServer(data, FreePorts.find(1)[0]);
    server.install();
    server.restart();
    return server;
  }

  /** Whether this machine has what is needed. */
  public static boolean isInstalled() {
    return Stream.of(SERVER, INSTALLER, OPTIONS_READER).allMatch(Files::isExecutable);
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

  /** The process. */
  public long pid() {
    return process.pid();
  }

  /** Ends it gracefully. */
  public void stop() {
    process.stop();
  }

  /** Kills it, as a crash would. */
  public void kill() {
    process.kill();
  }

  /** Starts it again on the same data and port, after a stop or a kill. */
  public void restart() throws IOException, InterruptedException {
    // Only the owner may look into the folder of the tables.
    Path setup = Files.writeString(tables().resolve("setup.sql"), setup());
    process =
        ChildProcess.start(
            "MariaDB",
            List.of(
                SERVER.toString(),
                "--no-defaults",
                // Root's server must be told that it is root's.
                "--user=" + System.getProperty("user.name"),
                "--datadir=" + tables(),
                "--bind-address=127.0.0.1",
                "--port=" + port,
                "--socket=",
                "--skip-name-resolve",
                "--character-set-server=utf8mb4",
                "--init-file=" + setup),
            log(),
            ProcessBuilder.Redirect.appendTo(log().toFile()));
    process.awaitUp(this::isUp, TIMEOUT);
  }

  @Override
  public void close() {
    stop();
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
        List.of(
            INSTALLER.toString(),
            "--no-defaults",
            "--datadir=" + fresh,
            "--skip-name-resolve",
            "--skip-test-db"),
        "",
        log());
    Files.move(fresh, tables());
  }

  private String setup() {
    return """
        CREATE DATABASE IF NOT EXISTS pfss CHARACTER SET utf8mb4;
        CREATE OR REPLACE USER %1$s@'127.0.0.1' IDENTIFIED BY '%2$s';
        GRANT ALL ON *.* TO %1$s@'127.0.0.1' WITH GRANT OPTION;
        """
        .formatted(USER, password);
  }

  private boolean isUp() throws IOException {
    try (Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), port)) {
      socket.setSoTimeout(ANSWER_MILLIS);
      return socket.getInputStream().read() >= 0;
    }
  }
}
