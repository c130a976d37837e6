// SPDX-License-Identifier: Apache-2.0
package io.pfss.driver;

import io.pfss.pipeline.support.NamedFile;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.util.concurrent.ThreadFactoryBuilder;
import org.jline.utils.Signals;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Collects reasons to stop the job; the first one wins.
 *
 * <p>It handles SIGINT and SIGTERM itself instead of in a shutdown hook: the hooks of the runner
 * and the file systems would close everything while records are in flight. A second signal ends the
 * process at once.
 */
final class StopSignal {
  private static final Logger LOG = LoggerFactory.getLogger(StopSignal.class);
  private static final int KILLED_BY_SIGNAL = 128;
  private static final long FILE_PERIOD_SECONDS = 2;

  private final CompletableFuture<String> reason = new CompletableFuture<>();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();

  /** Stops on Ctrl-C or SIGTERM. */
  void onSignals() {
    Signals.register("INT", () -> signalled("Ctrl-C", 2));
    Signals.register("TERM", () -> signalled("SIGTERM", 15));
  }

  /** Stops when the parent process ends. */
  void onParentsEnd() {
    ProcessHandle.current()
        .parent()
        .ifPresent(
            parent -> {
              Future<?> unused =
                  parent.onExit().thenRun(() -> stop("the process that started it ended"));
            });
  }

  /**
   * Stops when a file exists; looks every two seconds.
   *
   * @param file on any file system that Beam supports; empty for none
   * @throws IllegalArgumentException if the file exists already
   * @throws IOException if its file system does not respond
   */
  void onFile(String file) throws IOException {
    if (file.isEmpty()) {
      return;
    }

    if (new NamedFile(file).exists()) {
      throw new IllegalArgumentException(
          "--stopFile=" + file + " exists already and would stop the job at once: delete it");
    }

    Future<?> unused =
        Executors.newSingleThreadScheduledExecutor(
                new ThreadFactoryBuilder().setNameFormat("pfss-stop-file").setDaemon(true).build())
            .scheduleWithFixedDelay(
                () -> look(file), FILE_PERIOD_SECONDS, FILE_PERIOD_SECONDS, TimeUnit.SECONDS);
  }

  private void look(String file) {
    try {
      if (new NamedFile(file).exists()) {
        stop(file + " exists");
      }
    } catch (IOException | RuntimeException e) {
      LOG.warn("Stop file not readable; retrying file={}", file, e);
    }
  }

  void stop(String why) {
    reason.complete(why);
  }

  void fail(Throwable cause) {
    failure.compareAndSet(null, cause);
    stop("the pipeline failed");
  }

  /**
   * Waits for a reason to stop.
   *
   * @param limit maximum time to wait; zero waits forever
   * @return the reason
   */
  String await(Duration limit) {
    if (!limit.isZero()) {
      reason.completeOnTimeout(
          limit.toSeconds() + " s elapsed", limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    return reason.join();
  }

  /** Returns the failure of the pipeline; null if it did not fail. */
  @Nullable Throwable failure() {
    return failure.get();
  }

  private void signalled(String name, int number) {
    if (reason.isDone()) {
      Runtime.getRuntime().halt(KILLED_BY_SIGNAL + number);
    }

    stop(name);
  }
}
