package io.pfss.trials.stack;

import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A server of this process, which can be stopped or killed, and started again on the same data. */
public abstract class Server implements AutoCloseable {
  private @Nullable ChildProcess process;

  /** Starts its process. */
  abstract ChildProcess start() throws IOException;

  /**
   * Waits until it is up.
   *
   * @throws IOException if it does not come up; the message ends with its log
   */
  abstract void awaitReady() throws IOException, InterruptedException;

  /** The process that was started last. */
  final ChildProcess process() {
    return Objects.requireNonNull(process, "The server was not launched");
  }

  /** Starts it without waiting. */
  final void launch() throws IOException {
    process = start();
  }

  /** The process. */
  public final long pid() {
    return process().pid();
  }

  /** Ends it gracefully. */
  public void stop() {
    process().stop();
  }

  /** Kills it and all that it has started, as a crash would, if it was launched at all. */
  public final void kill() {
    if (process != null) {
      process.kill();
    }
  }

  /**
   * Starts it again on the same data and port, after a stop or a kill, and waits until it is up.
   */
  public final void restart() throws IOException, InterruptedException {
    launch();
    awaitReady();
  }

  @Override
  public final void close() {
    stop();
  }
}
