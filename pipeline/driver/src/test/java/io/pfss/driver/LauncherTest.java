// SPDX-License-Identifier: Apache-2.0
package io.pfss.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.apache.beam.sdk.options.PipelineOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The driver as on a cluster, with no extension on the class path. */
class LauncherTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void requiresBootstrapServers(@TempDir Path folder) {
    int status =
        run(
            "--home=" + System.getProperty("pfss.home"),
            "--dataFolder=" + folder,
            "--web=false",
            // Scripts written for former versions pass these options.
            "--simulate=false",
            "--observe=false",
            "--embedded-influx=false");

    assertThat(status).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .isEqualTo("pfss: --bootstrapServers is missing" + System.lineSeparator());
  }

  @Test
  void refusesSensorsWithoutTheDemo() {
    assertThat(run("--simulate=true")).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8)).startsWith("pfss: --simulate=true: ");
  }

  @Test
  void helpListsTheDriversOptionsOnly() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("--seconds", "--webPort", "--bootstrapServers")
        .doesNotContain("--simulate", "--observe");
  }

  private int run(String... args) {
    return Launcher.run(
        args,
        PipelineOptions.class,
        (options, given) -> false,
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8));
  }
}
