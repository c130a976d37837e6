package io.pfss.runners.yarn;

import org.jline.utils.Signals;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for a process that ends gracefully on SIGTERM. A SIGTERM to this process goes on to it; a
 * terminal's Ctrl-C reaches it by itself.
 */
final class Foreground {
  private static final Logger LOG = LoggerFactory.getLogger(Foreground.class);

  private final Process process;

  Foreground(Process process, boolean stopWithParent) {
    this.process = process;
    Signals.register("INT", () -> LOG.debug("Ctrl-C reaches the driver itself"));
    Signals.register("TERM", process::destroy);
    if (stopWithParent) {
      ProcessHandle.current()
          .parent()
          .ifPresent(parent -> parent.onExit().thenRun(process::destroy));
    }
  }

  /** Answers its exit status. */
  int await() throws InterruptedException {
    return process.waitFor();
  }
}
