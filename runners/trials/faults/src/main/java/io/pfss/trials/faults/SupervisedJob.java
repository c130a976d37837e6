// SPDX-License-Identifier: Apache-2.0
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

/** Runs the main job and restarts its driver whenever it ends, as a service manager does. */
final class SupervisedJob implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SupervisedJob.class);
  private static final long STOP_TIMEOUT_SECONDS = 180;

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
    // Ctrl-C in a terminal also ends the driver, which must not be restarted then.
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
    Future<?> unused = started.onExit().thenRun(this::restart);
  }

  /** Returns the number of starts of the driver. */
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

  /** Kills the driver, and runs an action before its restart. */
  synchronized void kill(BeforeStart work) {
    beforeStart = work;
    Processes.kill(driver().toHandle());
  }

  /** Sends SIGTERM to the driver, as a service manager does. */
  synchronized void terminate() {
    driver().destroy();
  }

  /** Stops the driver gracefully, without a restart. */
  @Override
  public void close() {
    Process last;
    synchronized (this) {
      stopped = true;
      last = driver();
      last.destroy();
    }

    try {
      if (!last.waitFor(STOP_TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
        LOG.error(
            "Driver did not stop in time; killing it: timeoutSeconds={}", STOP_TIMEOUT_SECONDS);
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

  private synchronized void restart() {
    if (stopped) {
      return;
    }

    try {
      LOG.info("Driver ended; restarting: exitStatus={}", driver().exitValue());
      beforeStart.run();
      beforeStart = () -> {};
      start();
    } catch (IOException | RuntimeException e) {
      LOG.error("Failed to start the driver", e);
    }
  }

  /** An action between the end of the driver and its restart. */
  @FunctionalInterface
  interface BeforeStart {
    void run() throws IOException;
  }
}
