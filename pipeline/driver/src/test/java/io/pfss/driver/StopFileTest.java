// SPDX-License-Identifier: Apache-2.0
package io.pfss.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StopFileTest {
  @TempDir Path folder;

  private final StopSignal stop = new StopSignal();

  @BeforeAll
  static void registerFileSystems() {
    FileSystems.setDefaultPipelineOptions(PipelineOptionsFactory.create());
  }

  @Test
  void stopsWhenTheFileAppears() throws Exception {
    Path file = folder.resolve("stop");
    stop.onFile(file.toString());
    Files.createFile(file);

    assertThat(stop.await(Duration.ofMinutes(1))).isEqualTo(file + " exists");
  }

  @Test
  void refusesAnExistingFile() throws Exception {
    Path file = Files.createFile(folder.resolve("stop"));

    assertThatThrownBy(() -> stop.onFile(file.toString()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("exists already");
  }
}
