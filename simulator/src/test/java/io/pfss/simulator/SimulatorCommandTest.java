// SPDX-License-Identifier: Apache-2.0
package io.pfss.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class SimulatorCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final CommandLine command =
      SimulatorCommand.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));

  @Test
  void helpNamesEveryOption() {
    assertThat(command.execute("--help")).isZero();
    assertThat(out.toString())
        .contains(
            "--bootstrap-servers",
            "--faults",
            "--interval",
            "--rate",
            "--replay",
            "--seed",
            "--sensors",
            "--speedup");
  }

  @Test
  void reportsMistakeInOneLine() {
    assertThat(command.execute("--interval", "soon")).isEqualTo(2);
    assertThat(err.toString()).contains("'soon' is not a duration").doesNotContain("\tat ");
    assertThat(command.execute("--faults", "slow=1")).isEqualTo(2);
    assertThat(err.toString()).contains("Unknown fault 'slow'");
  }

  @Test
  void reportsMissingFolder() {
    assertThat(command.execute("--replay", "/nowhere/at/all")).isEqualTo(1);
    assertThat(err.toString()).contains("simulator: /nowhere/at/all").doesNotContain("\tat ");
  }
}
