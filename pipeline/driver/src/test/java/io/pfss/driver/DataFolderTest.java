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
  void isLockedUntilItIsClosed() {
    Path data = folder.resolve("a/data");
    DataFolder locked = DataFolder.lock(data);
    assertThatThrownBy(() -> DataFolder.lock(data))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("--dataFolder=" + data + " is in use by another job");
    locked.close();

    DataFolder.lock(data).close();
  }

  @Test
  void mustBeAFolder() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "no folder");
    assertThatThrownBy(() -> DataFolder.lock(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("name a folder that you can write to");
  }

  /** Another process that starts in the same second has another one. */
  @Test
  void aNewNameHasTheProcessInIt() {
    assertThat(DataFolder.newName()).matches("\\d{8}-\\d{6}-" + ProcessHandle.current().pid());
  }
}
