// SPDX-License-Identifier: Apache-2.0
package io.pfss.cli;

import static io.pfss.cli.Pfss.text;

import io.pfss.models.training.Progress;
import java.io.PrintWriter;
import java.time.Duration;

/** Draws a progress bar: in place on a terminal, otherwise a new line per update. */
final class ProgressBar implements Progress {
  private static final int WIDTH = 30;

  private final PrintWriter err;
  private final String what;
  private final boolean terminal = System.console() != null;
  private final long start = System.nanoTime();

  ProgressBar(PrintWriter err, String what) {
    this.err = err;
    this.what = what;
  }

  @Override
  public void report(int done, int all) {
    int filled = WIDTH * done / all;
    String bar = "#".repeat(filled) + ".".repeat(WIDTH - filled);
    long seconds = Duration.ofNanos(System.nanoTime() - start).toSeconds();
    String line = text("progress", bar, done, all, what, seconds);
    if (terminal && done < all) {
      err.print("\r" + line);
      err.flush();
    } else {
      err.println(terminal ? "\r" + line : line);
    }
  }
}
