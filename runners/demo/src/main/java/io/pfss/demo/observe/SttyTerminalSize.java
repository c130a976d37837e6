package io.pfss.demo.observe;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The size of the process's terminal, asked of {@code stty} every few seconds, so that the view
 * follows a resized window. Where there is no stty or no terminal: {@link TerminalSize#DEFAULT}.
 * Not thread-safe.
 */
final class SttyTerminalSize implements Supplier<TerminalSize> {
  private static final Logger LOG = LoggerFactory.getLogger(SttyTerminalSize.class);
  private static final Duration KEPT = Duration.ofSeconds(2);
  private static final File TERMINAL = new File("/dev/tty");

  private TerminalSize last = TerminalSize.DEFAULT;
  private long askedNanos;
  private boolean asked;
  private boolean unanswerable;

  @Override
  public TerminalSize get() {
    long now = System.nanoTime();
    if (!unanswerable && (!asked || now - askedNanos > KEPT.toNanos())) {
      asked = true;
      askedNanos = now;
      ask();
    }

    return last;
  }

  /** The size in stty's answer, {@code rows columns}; empty if it is none. */
  static Optional<TerminalSize> parse(String answer) {
    String[] parts = answer.strip().split(" ");
    if (parts.length != 2
        || !parts[0].matches("[1-9]\\d{0,4}")
        || !parts[1].matches("[1-9]\\d{0,4}")) {
      return Optional.empty();
    }

    return Optional.of(new TerminalSize(Integer.parseInt(parts[1]), Integer.parseInt(parts[0])));
  }

  private void ask() {
    try {
      Process stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(TERMINAL)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!stty.waitFor(1, TimeUnit.SECONDS)) {
        stty.destroyForcibly();
        return;
      }

      String answer = new String(stty.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      parse(answer).ifPresent(size -> last = size);
    } catch (IOException e) {
      unanswerable = true;
      LOG.debug("The terminal's size is unknown: {} is assumed", last, e);
    } catch (InterruptedException e) {
      // The view closes.
      Thread.currentThread().interrupt();
    }
  }
}
