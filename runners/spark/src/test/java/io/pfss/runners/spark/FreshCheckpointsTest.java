// SPDX-License-Identifier: Apache-2.0
package io.pfss.runners.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FreshCheckpointsTest {
  @TempDir Path folder;

  @Test
  void deletesOnlyCheckpointsOfEarlierRuns() throws IOException {
    Path earlier = Files.createDirectories(folder.resolve("run-17/spark-checkpoint"));
    Path other = Files.createDirectories(folder.resolve("notes"));

    String fresh = FreshCheckpoints.in(folder.toString());

    assertThat(fresh).startsWith(folder + "/run-").doesNotEndWith("run-17");
    assertThat(earlier).doesNotExist();
    assertThat(other).exists();
  }

  @Test
  void acceptsAMissingFolder() {
    assertThat(FreshCheckpoints.in(folder.resolve("new").toString()))
        .startsWith(folder.resolve("new") + "/run-");
  }

  @Test
  void namesAnUnknownFileSystem() {
    assertThatThrownBy(() -> FreshCheckpoints.in("nofs://host/checkpoints"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("--checkpointDir=nofs://host/checkpoints cannot be used");
  }
}
