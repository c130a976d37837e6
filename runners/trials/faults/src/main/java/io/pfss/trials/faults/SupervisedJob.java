package io.pfss.trials.faults;

import io.pfss.trials.stack.OrphanKiller;
import io.pfss.trials.stack.Processes;
import io.pfss.trials.yarn.Submission;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The main job, whose driver is started again whenever it has ended, as a service manager does. */
final class SupervisedJob implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SupervisedJob.class);
  private static final long GRACE_SECONDS = 180;

  private final Submission submission;
  private final List<String> options;
  private final Path output;

  private @Nullable Process driver;
  private BeforeStart beforeStart = () -> {};
  private int starts;
  private volatile boolean stopped;

  SupervisedJob(Submission submission, List<String> options, Path output) {
    this.submission = submission;
    this.options = options;
    this.output = output;
    // A terminal's Ctrl-C ends the driver too: it shall not be started again.
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stopped = true, "no-restart"));
  }

  /** Starts the driver. */
  synchronized void start() throws IOException {
    starts++;
    Process started =
        OrphanKiller.start(
            submission
                .process(List.of("--num-executors", "2"), options)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile())));
    driver = started;
    Future<?> unused = started.onExit().thenRun(this::startAgain);
  }

  /** How often the driver was started. */
  synchronized int starts() {
    return starts;
  }

  synchronized long pid() {
    return driver().pid();
  }

  /** Kills the driver, as a crash would. */
  void kill() {
    kill(() -> {});
  }

  /** Kills the driver, and has something done before it is started again. */
  synchronized void kill(BeforeStart work) {
    beforeStart = work;
    Processes.kill(driver().toHandle());
  }

  /** Asks the driver to end, as a service manager does. */
  synchronized void terminate() {
    driver().destroy();
  }

  /** Ends the driver gracefully, for good. */
  @Override
  public void close() {
    Process last;
    synchronized (this) {
      stopped = true;
      last = driver();
      last.destroy();
    }

    try {
      if (!last.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
        LOG.error("The driver did not end within {} s", GRACE_SECONDS);
        last.destroyForcibly();
      }
    } catch (InterruptedException e) {
      last.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private Process driver() {
    return Objects.requireNonNull(driver, "The driver was not started");
  }

  private synchronized void startAgain() {
    if (stopped) {
      return;
    }

    try {
      LOG.info("The driver ended with {}: starting it again", driver().exitValue());
      beforeStart.run();
      beforeStart = () -> {};
      start();
    } catch (IOException | RuntimeException e) {
      LOG.error("The driver cannot be started", e);
    }
  }

  /** What happens between two drivers. */
  @FunctionalInterface
  interface BeforeStart {
    void run() throws IOException;
  }
}
