// SPDX-License-Identifier: Apache-2.0
package io.pfss.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
  @TempDir Path folder;

  @Test
  void staysLockedUntilClosed() {
    Path data = folder.resolve("a/data");
    DataFolder locked = DataFolder.lock(data);
    assertThatThrownBy(() -> DataFolder.lock(data))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("--dataFolder=" + data + " is in use by another job");
    locked.close();

    DataFolder.lock(data).close();
  }

  @Test
  void refusesAFile() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "no folder");
    assertThatThrownBy(() -> DataFolder.lock(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("name a writable folder");
  }

  /** Two processes that start in the same second get different names. */
  @Test
  void newNameContainsTheProcessId() {
    assertThat(DataFolder.newName()).matches("\\d{8}-\\d{6}-" + ProcessHandle.current().pid());
  }
}
