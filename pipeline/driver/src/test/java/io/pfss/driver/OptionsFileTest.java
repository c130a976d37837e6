// SPDX-License-Identifier: Apache-2.0
package io.pfss.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OptionsFileTest {
  @TempDir Path folder;

  @Test
  void commandLineOverridesTheFile() throws IOException {
    Path file = folder.resolve("pfss.properties");
    Files.writeString(
        file, "\uFEFFwindowLateness = 1\n# Comment\nwindow = 30s \nheatTopic=열\nsensors=5\n");

    assertThat(OptionsFile.expand(new String[] {"--sensors=7", "--config=" + file, "--x"}))
        .containsExactly(
            "--sensors=7", "--heatTopic=열", "--window=30s", "--windowLateness=1", "--x");
  }

  @Test
  void acceptsNamesWithHyphens() throws IOException {
    Path file = folder.resolve("pfss.properties");
    Files.writeString(file, "heat-topic=file\nallowance=1s\nsensors=5\n");

    assertThat(OptionsFile.expand(new String[] {"--config=" + file, "--heat-topic=line-1"}))
        .containsExactly("--watermarkDelay=1s", "--sensors=5", "--heatTopic=line-1");
  }

  @Test
  void namesAMissingFile() {
    assertThatThrownBy(() -> OptionsFile.expand(new String[] {"--config=/nowhere"}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("--config=/nowhere cannot be read: name a readable properties file");
  }
}
