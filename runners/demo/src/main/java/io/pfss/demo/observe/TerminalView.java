// SPDX-License-Identifier: Apache-2.0
package io.pfss.demo.observe;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.util.concurrent.MoreExecutors;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.util.concurrent.ThreadFactoryBuilder;
import org.jline.terminal.Size;
import org.jline.terminal.impl.exec.ExecTerminalProvider;
import org.jline.terminal.spi.Pty;
import org.jline.terminal.spi.SystemStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows a run in the terminal: redrawn in place once a second, or as one plain line every 5 s. It
 * draws on its own thread until it is closed, and a last time then. While it redraws in place,
 * nothing else should write to the terminal: log to a file.
 */
public final class TerminalView implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TerminalView.class);
  private static final Duration LIVE_INTERVAL = Duration.ofSeconds(1);
  private static final Duration PLAIN_INTERVAL = Duration.ofSeconds(5);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

  /** The size of a terminal that does not report one. */
  static final Size DEFAULT_SIZE = new Size(80, 24);

  private static final String HIDE_CURSOR = "\u001B[?25l";
  private static final String SHOW_CURSOR = "\u001B[?25h";
  private static final String CLEAR_SCREEN = "\u001B[2J\u001B[H";

  /**
   * Written before a line's text: after a line as wide as the terminal it would erase the last
   * cell.
   */
  private static final String CLEAR_LINE = "\u001B[2K";

  private static final String CLEAR_BELOW = "\u001B[J";

  private final Supplier<SinkSnapshot> snapshots;
  private final PrintStream out;
  private final DisplayMode mode;
  private final Dashboard dashboard;
  private final Supplier<Size> size;
  private final ScheduledExecutorService executor =
      Executors.newSingleThreadScheduledExecutor(
          new ThreadFactoryBuilder().setNameFormat("pfss-view").setDaemon(true).build());

  private int drawnLines;
  private Optional<Size> drawnSize = Optional.empty();
  private boolean closed;

  /**
   * Creates a view that draws after {@link #start}.
   *
   * @param snapshots supplies the snapshot to show, on the drawing thread
   * @param out the output; must write UTF-8
   * @param mode not {@link DisplayMode#AUTO}
   * @param size supplies the size of the terminal before each drawing
   */
  TerminalView(
      Supplier<SinkSnapshot> snapshots,
      PrintStream out,
      DisplayMode mode,
      Dashboard dashboard,
      Supplier<Size> size) {
    if (mode == DisplayMode.AUTO) {
      throw new IllegalArgumentException("Unresolved display mode: " + mode);
    }

    this.snapshots = snapshots;
    this.out = out;
    this.mode = mode;
    this.dashboard = dashboard;
    this.size = size;
  }

  /**
   * Starts to draw on standard output: in colours on a terminal, unless NO_COLOR is set.
   *
   * @param snapshots supplies the snapshot to show, such as {@code observer::snapshot}
   * @param mode the display mode
   * @param page the address of the live page, if it is served
   */
  public static TerminalView onStandardOutput(
      Supplier<SinkSnapshot> snapshots, DisplayMode mode, Optional<URI> page) {
    DisplayMode resolved = mode.resolve(System.getenv());
    // Without a locale, System.out would print Korean as question marks.
    PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
    Dashboard dashboard = new Dashboard(resolved.colours(System.getenv()), page);
    TerminalView view = new TerminalView(snapshots, out, resolved, dashboard, TerminalView::size);
    view.start();
    return view;
  }

  /** Returns the size of the process's terminal, or {@link #DEFAULT_SIZE} without a terminal. */
  static Size size() {
    try (Pty terminal = new ExecTerminalProvider().current(SystemStream.Output)) {
      Size size = terminal.getSize();
      return size.getColumns() < 1 || size.getRows() < 1 ? DEFAULT_SIZE : size;
    } catch (IOException e) {
      LOG.debug("Unknown terminal size; assuming size={}", DEFAULT_SIZE, e);
      return DEFAULT_SIZE;
    }
  }

  void start() {
    Duration interval = mode == DisplayMode.LIVE ? LIVE_INTERVAL : PLAIN_INTERVAL;
    Future<?> unused =
        executor.scheduleAtFixedRate(
            this::drawOrLog, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Draws a last time and leaves the cursor below. */
  @Override
  public void close() {
    if (!MoreExecutors.shutdownAndAwaitTermination(executor, CLOSE_TIMEOUT)) {
      LOG.warn("Terminal view still drawing: timeoutSeconds={}", CLOSE_TIMEOUT.toSeconds());
    }

    synchronized (this) {
      if (!closed) {
        closed = true;
        draw();
        out.print(mode == DisplayMode.LIVE ? SHOW_CURSOR : "");
        out.flush();
      }
    }
  }

  private void drawOrLog() {
    try {
      draw();
    } catch (RuntimeException e) {
      LOG.error("Failed to draw the terminal view; retrying", e);
    }
  }

  synchronized void draw() {
    SinkSnapshot snapshot = snapshots.get();
    if (mode == DisplayMode.PLAIN) {
      out.println(dashboard.line(snapshot));
    } else {
      drawInPlace(snapshot);
    }

    out.flush();
  }

  private void drawInPlace(SinkSnapshot snapshot) {
    Size now = size.get();
    StringBuilder frame = new StringBuilder(HIDE_CURSOR);
    if (drawnSize.filter(before -> !before.equals(now)).isPresent()) {
      // The resize rewrapped lines, so the position of the last frame is unknown.
      frame.append(CLEAR_SCREEN);
    } else if (drawnLines > 0) {
      frame.append("\u001B[").append(drawnLines).append("A\r");
    }

    List<String> lines = dashboard.lines(snapshot, now);
    lines.forEach(line -> frame.append(CLEAR_LINE).append(line).append('\n'));
    frame.append(CLEAR_BELOW);
    out.print(frame);
    drawnLines = lines.size();
    drawnSize = Optional.of(now);
  }
}
