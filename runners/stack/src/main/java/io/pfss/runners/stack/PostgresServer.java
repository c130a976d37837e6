package io.pfss.runners.stack;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real PostgreSQL of Debian's packages on a free port of the loopback address. It refuses to be
 * root's: where this process is root's, the server is the user's that the package made.
 */
public final class PostgresServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PostgresServer.class);
  private static final Path VERSIONS = Path.of("/usr/lib/postgresql");
  private static final boolean ROOT = "root".equals(System.getProperty("user.name"));
  private static final String OWNER = "postgres";
  private static final String USER = "pfss";
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
  private static final int ANSWER_MILLIS = 1_000;
  private static final int PROTOCOL_3 = 3 << 16;

  private final Path binaries;
  private final Path data;
  private final boolean temporary;
  private final int port;
  private ChildProcess process;

  private PostgresServer(Path binaries, Path data, boolean temporary, int port) {
    this.binaries = binaries;
    this.data = data;
    this.temporary = temporary;
    this.port = port;
  }

  /**
   * Starts a server with an empty database {@code pfss}, and waits until it is up.
   *
   * @param data keeps the server's data; what is there already is served. Where this process is
   *     root's and the server's user cannot reach the folder, a temporary one takes its place until
   *     the server is closed
   * @throws IOException if PostgreSQL is not installed, or does not come up within 60 s; the
   *     message then ends with its log
   */
  public static PostgresServer start(Path data) throws IOException, InterruptedException {
    Path binaries = findBinaries();
    Path folder = Files.createDirectories(data).toRealPath();
    boolean temporary = ROOT && !isReachable(folder);
    if (temporary) {
      folder = Files.createTempDirectory(Path.of("/tmp"), "pfss-postgres-");
    }

    PostgresServer server = new PostgresServer(binaries, folder, temporary, FreePorts.find(1)[0]);
    try {
      server.install();
      server.restart();
      return server;
    } catch (IOException | InterruptedException e) {
      server.deleteTemporary();
      throw e;
    }
  }

  /** A database's address for JDBC. */
  public String jdbcUrl(String database) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
  }

  /** Its only user, who may do everything. */
  public String user() {
    return USER;
  }

  /** The user's password. */
  public String password() {
    try {
      return Files.readString(passwordFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The process. */
  public long pid() {
    return process.pid();
  }

  /** Ends it gracefully. */
  public void stop() {
    try {
      if (process.isAlive()) {
        // SIGTERM would wait for the clients to leave.
        run("pg_ctl", "", "kill", "INT", Long.toString(pid()));
      }
    } catch (IOException e) {
      LOG.warn("PostgreSQL may wait for its clients", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }

    process.stop();
  }

  /** Kills it and its workers, as a crash would. */
  public void kill() {
    List<ProcessHandle> workers =
        ProcessHandle.of(pid()).stream().flatMap(ProcessHandle::children).toList();
    process.kill();
    workers.forEach(ProcessHandle::destroyForcibly);
    // A new server refuses to start beside them. The dead whom nobody reaps have no command.
    while (workers.stream().anyMatch(worker -> worker.info().command().isPresent())) {
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  /** Starts it again on the same data and port, after a stop or a kill. */
  public void restart() throws IOException, InterruptedException {
    process =
        ChildProcess.start(
            "PostgreSQL",
            command(
                "postgres",
                "-D",
                tables().toString(),
                "-h",
                "127.0.0.1",
                "-p",
                Integer.toString(port),
                "-c",
                "unix_socket_directories="),
            log(),
            ProcessBuilder.Redirect.appendTo(log().toFile()));
    process.awaitUp(this::isUp, TIMEOUT);
  }

  @Override
  public void close() {
    stop();
    try {
      deleteTemporary();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path findBinaries() throws IOException {
    Optional<Path> newest = Optional.empty();
    if (Files.isDirectory(VERSIONS)) {
      try (Stream<Path> versions = Files.list(VERSIONS)) {
        newest =
            versions
                .filter(version -> version.getFileName().toString().matches("\\d+"))
                .filter(version -> Files.isExecutable(version.resolve("bin/initdb")))
                .max(
                    Comparator.comparingInt(
                        version -> Integer.parseInt(version.getFileName().toString())));
      }
    }

    return newest
        .map(version -> version.resolve("bin"))
        .orElseThrow(
            () -> new IOException("PostgreSQL is not installed: sudo apt-get install postgresql"));
  }

  private static boolean isReachable(Path folder) throws IOException {
    for (Path parent = folder.getParent(); parent != null; parent = parent.getParent()) {
      if (!Files.getPosixFilePermissions(parent).contains(PosixFilePermission.OTHERS_EXECUTE)) {
        return false;
      }
    }

    return true;
  }

  private Path tables() {
    return data.resolve("tables");
  }

  private Path passwordFile() {
    return data.resolve("password");
  }

  private Path log() {
    return data.resolve("postgres.log");
  }

  private void install() throws IOException, InterruptedException {
    if (Files.exists(tables())) {
      return;
    }

    giveToOwner(data);
    Files.deleteIfExists(passwordFile());
    Files.createFile(
        passwordFile(),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    giveToOwner(Files.writeString(passwordFile(), UUID.randomUUID().toString()));
    // A half of an installation must not be taken for a whole one.
    Path fresh = Files.createTempDirectory(data, "installing-");
    giveToOwner(fresh);
    run(
        "initdb",
        "",
        "-D",
        fresh.toString(),
        "--username=" + USER,
        "--pwfile=" + passwordFile(),
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--no-locale");
    run(
        "postgres",
        "CREATE DATABASE pfss\n",
        "--single",
        "-D",
        fresh.toString(),
        "-c",
        "exit_on_error=on",
        "postgres");
    Files.move(fresh, tables());
  }

  private void giveToOwner(Path path) throws IOException {
    if (ROOT) {
      Files.setOwner(
          path, path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(OWNER));
    }
  }

  private void run(String binary, String input, String... arguments)
      throws IOException, InterruptedException {
    ChildProcess.run("PostgreSQL's " + binary, command(binary, arguments), input, log());
  }

  private List<String> command(String binary, String... arguments) {
    List<String> command = new ArrayList<>();
    if (ROOT) {
      // It must be able to come back to the folder where it starts.
      command.addAll(List.of("env", "--chdir=" + data));
      command.addAll(List.of("setpriv", "--reuid=" + OWNER, "--regid=" + OWNER, "--clear-groups"));
    }

    command.add(binaries.resolve(binary).toString());
    command.addAll(List.of(arguments));
    return command;
  }

  // While it recovers from a crash it answers too, with an error.
  private boolean isUp() throws IOException {
    byte[] start = ("user\0" + USER + "\0database\0pfss\0\0").getBytes(StandardCharsets.US_ASCII);
    try (Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), port)) {
      socket.setSoTimeout(ANSWER_MILLIS);
      DataOutputStream output = new DataOutputStream(socket.getOutputStream());
      output.writeInt(2 * Integer.BYTES + start.length);
      output.writeInt(PROTOCOL_3);
      output.write(start);
      return socket.getInputStream().read() == 'R';
    }
  }

  private void deleteTemporary() throws IOException {
    if (temporary) {
      Folders.delete(data);
    }
  }
}
