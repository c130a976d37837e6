// SPDX-License-Identifier: Apache-2.0
package io.pfss.trials.stack;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Kills the children of this JVM when this JVM ends, also after {@code kill -9}. Kills their
 * process groups and descendants too, but not the descendants of children that ended before.
 *
 * <p>A shell reads the living children from this JVM. Its input ends when this JVM ends.
 */
public final class OrphanKiller {
  private static final Logger LOG = LoggerFactory.getLogger(OrphanKiller.class);

  /** Finds descendants by /proc on Linux; elsewhere only by process group. */
  private static final String SCRIPT =
      """
      trap '' HUP INT TERM
      with_descendants() {
        echo "$1"
        for child in $(cat "/proc/$1/task/"*/children); do
          with_descendants "$child"
        done
      }
      children=' '
      while read -r line; do
        pid=${line#?}
        case $line in
          +*) children="$children$pid " ;;
          -*) children="${children%% $pid *} ${children#* $pid }" ;;
        esac
      done
      for child in $children; do
        doomed="$doomed $(with_descendants "$child")"
      done
      for child in $children; do
        kill -s KILL -- "-$child"
      done
      for pid in $doomed; do
        kill -s KILL "$pid"
      done
      """;

  private static @Nullable OrphanKiller instance;

  private final OutputStream input;

  private OrphanKiller(OutputStream input) {
    this.input = input;
  }

  /**
   * Starts a child process that is killed when this JVM ends.
   *
   * @throws IOException if the child or the shell cannot be started
   */
  public static Process start(ProcessBuilder builder) throws IOException {
    OrphanKiller killer = instance();
    Process child = builder.start();
    try {
      killer.watch(child);
    } catch (IOException e) {
      child.destroyForcibly();
      throw e;
    }

    return child;
  }

  private void watch(Process child) throws IOException {
    write("+" + child.pid());
    Future<?> unused = child.onExit().thenRun(() -> unwatch(child.pid()));
  }

  private static synchronized OrphanKiller instance() throws IOException {
    if (instance == null) {
      instance = startShell();
    }

    return instance;
  }

  private static OrphanKiller startShell() throws IOException {
    List<String> command = new ArrayList<>(ChildProcess.ownSession());
    command.addAll(List.of("sh", "-c", SCRIPT));
    Process shell =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    return new OrphanKiller(shell.getOutputStream());
  }

  private void unwatch(long pid) {
    try {
      write("-" + pid);
    } catch (IOException e) {
      LOG.warn("Orphan killer ended; child processes will outlive this JVM if it is killed", e);
    }
  }

  private synchronized void write(String line) throws IOException {
    input.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
    input.flush();
  }
}
