// SPDX-License-Identifier: Apache-2.0
package io.pfss.trials.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.File;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildProcessIT {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  @TempDir Path folder;

  private Process parent;
  private List<ProcessHandle> children;

  @BeforeEach
  void startParent() throws Exception {
    parent =
        new ProcessBuilder(
                JavaModule.java(),
                "-cp",
                System.getProperty("java.class.path"),
                ParentMain.class.getName(),
                InfluxBinary.obtain().toString(),
                folder.toString())
            .redirectError(new File(folder.toFile(), "parent.log"))
            .start();
    BufferedReader output =
        new BufferedReader(new InputStreamReader(parent.getInputStream(), StandardCharsets.UTF_8));
    children =
        Arrays.stream(output.readLine().split(" "))
            .map(pid -> ProcessHandle.of(Long.parseLong(pid)).orElseThrow())
            .toList();
    assertThat(children).hasSize(4).allMatch(Processes::runs);
  }

  @Test
  void leavesNoProcessWhenTheJvmIsKilled() throws Exception {
    parent.destroyForcibly().waitFor();

    await().atMost(TIMEOUT).until(() -> children.stream().noneMatch(Processes::runs));
  }

  @Test
  void leavesNoProcessWhenTheJvmExits() throws Exception {
    parent.getOutputStream().close();

    assertThat(parent.waitFor()).isZero();
    await().atMost(TIMEOUT).until(() -> children.stream().noneMatch(Processes::runs));
  }
}
