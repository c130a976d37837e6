// SPDX-License-Identifier: Apache-2.0
package io.pfss.trials.stack;

import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A server that this process starts, and that can be stopped or killed and restarted on the same
 * data.
 */
public abstract class Server implements AutoCloseable {
  private @Nullable ChildProcess process;

  /** Starts the process. */
  abstract ChildProcess start() throws IOException;

  /**
   * Waits until it is up.
   *
   * @throws IOException if it does not start; the message ends with its log
   */
  abstract void awaitReady() throws IOException, InterruptedException;

  final ChildProcess process() {
    return Objects.requireNonNull(process, "The server was not launched");
  }

  /** Starts it without waiting. */
  final void launch() throws IOException {
    process = start();
  }

  /** Returns the id of the process. */
  public final long pid() {
    return process().pid();
  }

  /** Stops it gracefully. */
  public void stop() {
    process().stop();
  }

  /** Kills the process, if it was started, and its descendants, as a crash would. */
  public final void kill() {
    if (process != null) {
      process.kill();
    }
  }

  /** Restarts it on the same data and port after a stop or a kill, and waits until it is up. */
  public final void restart() throws IOException, InterruptedException {
    launch();
    awaitReady();
  }

  @Override
  public final void close() {
    stop();
  }
}
