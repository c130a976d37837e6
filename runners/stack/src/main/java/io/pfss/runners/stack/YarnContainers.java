package io.pfss.runners.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The processes that NodeManagers started. They outlive a NodeManager that is killed, and none may
 * outlive this process.
 */
final class YarnContainers implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(YarnContainers.class);
  // Linux tells when a process began to within this.
  private static final Duration CLOCK_ERROR = Duration.ofSeconds(1);

  private final Path data;
  private final Thread hook = new Thread(this::killAll, "kill-containers");

  /** The containers of the NodeManagers whose folders are in {@code data}. */
  YarnContainers(Path data) {
    this.data = data;
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Where a NodeManager keeps what it knows of its containers. */
  static Path localFolder(Path nodeManager) {
    return nodeManager.resolve("local");
  }

  /** Kills the containers of a daemon that is dead; it has some if it is a NodeManager. */
  void kill(String daemon) {
    Path known = localFolder(data.resolve(daemon)).resolve("nmPrivate");
    if (!Files.isDirectory(known)) {
      return;
    }

    try (Stream<Path> files = Files.find(known, 3, (file, attributes) -> isPidFile(file))) {
      for (Path file : files.toList()) {
        kill(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Kills all containers; their daemons must be dead, or die now. */
  @Override
  public void close() {
    killAll();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      LOG.debug("This process is ending already: the hook runs too", e);
    }
  }

  private void killAll() {
    try (Stream<Path> folders = Files.list(data)) {
      folders.map(folder -> folder.getFileName().toString()).forEach(this::kill);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void kill(Path pidFile) throws IOException {
    long pid = Long.parseLong(Files.readString(pidFile).strip());
    // The process wrote the file itself: one that began later only has the same number.
    Instant latestStart = Files.getLastModifiedTime(pidFile).toInstant().plus(CLOCK_ERROR);
    ProcessHandle.of(pid)
        .filter(process -> process.info().startInstant().orElse(Instant.MAX).isBefore(latestStart))
        .ifPresent(
            process -> {
              process.descendants().forEach(ProcessHandle::destroyForcibly);
              process.destroyForcibly();
            });
  }

  private static boolean isPidFile(Path file) {
    return file.getFileName().toString().endsWith(".pid");
  }
}
