// SPDX-License-Identifier: Apache-2.0
package io.pfss.demo.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jline.terminal.Size;
import org.junit.jupiter.api.Test;

class TerminalViewTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

  @Test
  void redrawsInPlace() {
    TerminalView view = view(DisplayMode.LIVE, new AtomicReference<>(TerminalView.DEFAULT_SIZE));

    view.draw();
    assertThat(drawn()).startsWith("\u001B[?25l\u001B[2KPFSS").endsWith("\n\u001B[J");

    bytes.reset();
    view.draw();
    assertThat(drawn()).startsWith("\u001B[?25l\u001B[13A\r\u001B[2KPFSS");
    view.close();
  }

  @Test
  void clearsTheScreenWhenTheTerminalIsResized() {
    AtomicReference<Size> size = new AtomicReference<>(TerminalView.DEFAULT_SIZE);
    TerminalView view = view(DisplayMode.LIVE, size);
    view.draw();
    bytes.reset();

    size.set(new Size(60, 20));
    view.draw();

    assertThat(drawn()).startsWith("\u001B[?25l\u001B[2J\u001B[H\u001B[2KPFSS");
    view.close();
  }

  @Test
  void drawsALastTimeAndShowsTheCursorOnClose() {
    TerminalView view = view(DisplayMode.LIVE, new AtomicReference<>(TerminalView.DEFAULT_SIZE));

    view.close();
    view.close();

    assertThat(drawn()).containsOnlyOnce("Readings").endsWith("\u001B[?25h");
  }

  @Test
  void printsLinesWithoutEscapesInPlainMode() {
    TerminalView view = view(DisplayMode.PLAIN, new AtomicReference<>(TerminalView.DEFAULT_SIZE));

    view.draw();
    view.close();

    assertThat(drawn().lines())
        .hasSize(2)
        .allSatisfy(line -> assertThat(line).startsWith("1:02:03  Readings 1,239"));
    assertThat(drawn()).doesNotContain("\u001B");
  }

  @Test
  void drawsPeriodically() {
    try (TerminalView view =
        view(DisplayMode.LIVE, new AtomicReference<>(TerminalView.DEFAULT_SIZE))) {
      view.start();

      await().untilAsserted(() -> assertThat(drawn()).contains("\u001B[13A"));
    }
  }

  @Test
  void continuesAfterAFailedSnapshot() {
    AtomicReference<SinkSnapshot> snapshot = new AtomicReference<>();
    try (TerminalView view =
        new TerminalView(
            () -> Objects.requireNonNull(snapshot.get()),
            out,
            DisplayMode.LIVE,
            new Dashboard(0, Optional.empty()),
            () -> TerminalView.DEFAULT_SIZE)) {
      view.start();
      snapshot.set(Snapshots.typical());

      await().untilAsserted(() -> assertThat(drawn()).contains("PFSS"));
    }
  }

  @Test
  void rejectsAnUnresolvedMode() {
    assertThatThrownBy(
            () -> view(DisplayMode.AUTO, new AtomicReference<>(TerminalView.DEFAULT_SIZE)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("AUTO");
  }

  @Test
  void resolvesTheDisplayMode() {
    assertThat(DisplayMode.LIVE.resolve(Map.of())).isEqualTo(DisplayMode.LIVE);
    assertThat(DisplayMode.PLAIN.resolve(Map.of())).isEqualTo(DisplayMode.PLAIN);
    assertThat(DisplayMode.AUTO.resolve(Map.of("TERM", "dumb"))).isEqualTo(DisplayMode.PLAIN);
  }

  @Test
  void respectsNoColor() {
    assertThat(DisplayMode.LIVE.colours(Map.of("NO_COLOR", "1"))).isZero();
    assertThat(DisplayMode.LIVE.colours(Map.of("NO_COLOR", ""))).isPositive();
    assertThat(DisplayMode.LIVE.colours(Map.of())).isPositive();
    assertThat(DisplayMode.PLAIN.colours(Map.of())).isZero();
  }

  @Test
  void assumesADefaultSizeWithoutATerminal() {
    // A test's output is a pipe.
    assertThat(TerminalView.size()).isEqualTo(new Size(80, 24));
  }

  private TerminalView view(DisplayMode mode, AtomicReference<Size> size) {
    return new TerminalView(
        Snapshots::typical, out, mode, new Dashboard(0, Optional.empty()), size::get);
  }

  private String drawn() {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
