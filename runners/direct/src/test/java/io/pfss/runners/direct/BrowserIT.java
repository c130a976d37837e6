// SPDX-License-Identifier: Apache-2.0
package io.pfss.runners.direct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrowserIT {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  @TempDir Path folder;

  @Test
  void leavesNoProcessWhenTheJvmIsKilled() throws Exception {
    // Fails with a clear message if there is no browser.
    BrowserBinaries.obtain(folder);
    Process parent =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                BrowserMain.class.getName(),
                folder.toString())
            .redirectError(folder.resolve("parent.log").toFile())
            .start();
    assertThat(parent.inputReader().readLine()).isEqualTo("READY");
    assertThat(processes()).isNotEmpty();

    parent.destroyForcibly().waitFor();

    await().atMost(TIMEOUT).until(() -> processes().findAny().isEmpty());
  }

  /** Finds Chromium's processes by the profile in their command lines. */
  private Stream<ProcessHandle> processes() {
    return ProcessHandle.allProcesses()
        .filter(
            process ->
                process
                    .info()
                    .commandLine()
                    .filter(line -> line.contains(folder.resolve("browser").toString()))
                    .isPresent());
  }

  /** Starts a browser and never closes it. */
  static final class BrowserMain {
    private BrowserMain() {}

    /**
     * Runs until its input ends.
     *
     * @param args a folder
     */
    public static void main(String[] args) throws Exception {
      Browser.start(Path.of(args[0], "browser")).open("about:blank");
      System.out.println("READY");
      while (System.in.read() >= 0) {
        // Waits for the end of the input; its content does not matter.
      }
    }
  }
}
