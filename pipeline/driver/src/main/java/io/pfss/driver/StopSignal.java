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
 * When to stop, and why: the first reason counts.
 *
 * <p>SIGINT and SIGTERM are taken here and not by shutdown hooks: those of the runner and the file
 * systems would close everything while readings are still on their way. A second signal ends the
 * process at once.
 */
final class StopSignal {
  private static final Logger LOG = LoggerFactory.getLogger(StopSignal.class);
  private static final int KILLED_BY_SIGNAL = 128;
  private static final long FILE_PERIOD_SECONDS = 2;

  private final CompletableFuture<String> reason = new CompletableFuture<>();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();

  /** Listens to Ctrl-C and SIGTERM. */
  void onSignals() {
    Signals.register("INT", () -> signalled("Ctrl-C", 2));
    Signals.register("TERM", () -> signalled("SIGTERM", 15));
  }

  /** Listens to the end of the process that started this one. */
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
   * Looks every two seconds for a file that says that the job shall end.
   *
   * @param file on any file system that Beam supports; empty for none
   * @throws IllegalArgumentException if the file is there already
   * @throws IOException if its file system does not answer
   */
  void onFile(String file) throws IOException {
    if (file.isEmpty()) {
      return;
    }

    if (new NamedFile(file).exists()) {
      throw new IllegalArgumentException(
          "--stopFile=" + file + " exists already, so the job would end at once: delete it");
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
      LOG.warn("Cannot look for {}, and will try again", file, e);
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
   * @param limit zero for ever
   * @return the reason
   */
  String await(Duration limit) {
    if (!limit.isZero()) {
      reason.completeOnTimeout(
          limit.toSeconds() + " seconds are over", limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    return reason.join();
  }

  /** What made the pipeline fail; null if it did not. */
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
