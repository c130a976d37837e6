// SPDX-License-Identifier: Apache-2.0
package io.pfss.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainDefaultModelTest {
  private static final Path HOME = Path.of(System.getProperty("pfss.home"));
  private static final Pattern COMMAND = Pattern.compile("scripts/pfss (train .+)--models=\\S+");

  /** Runs the command in the simulator's README. */
  @Test
  void retrainingReproducesTheShippedFiles(@TempDir Path root) throws IOException {
    MatchResult command =
        COMMAND
            .matcher(Files.readString(HOME.resolve("simulator/README.md")))
            .results()
            .findFirst()
            .orElseThrow();
    String[] args = (command.group(1) + "--models=" + root).split(" ");

    assertThat(
            Pfss.run(
                args,
                new PrintWriter(System.out, false, StandardCharsets.UTF_8),
                new PrintWriter(System.err, false, StandardCharsets.UTF_8)))
        .isZero();

    Path shipped = HOME.resolve("models/heat-forest/3");
    Path trained = root.resolve("heat-forest/3");
    assertThat(trained.resolve("model.bin")).hasSameBinaryContentAs(shipped.resolve("model.bin"));
    assertThat(trained.resolve("golden.jsonl"))
        .hasSameBinaryContentAs(shipped.resolve("golden.jsonl"));
    assertThat(trained.resolve("model.sha256"))
        .hasSameBinaryContentAs(shipped.resolve("model.sha256"));
    assertThat(trained.resolve("model.json")).hasSameBinaryContentAs(shipped.resolve("model.json"));
  }
}
