// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.beam.sdk.util.SerializableUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretTest {
  @Test
  void stripsLineEndAndHidesSecret(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("password"), "hunter2\n");
    Secret secret = Secret.inFile(file.toString());

    assertThat(secret.read()).isEqualTo("hunter2");
    assertThat(secret.toString()).doesNotContain("hunter2");
    assertThat(new String(SerializableUtils.serializeToByteArray(secret), StandardCharsets.UTF_8))
        .doesNotContain("hunter2");
  }

  @Test
  void skipsByteOrderMarkAndNamesOtherEncoding(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("password"), "\uFEFFhunter2\r\n");
    assertThat(Secret.inFile(file.toString()).read()).isEqualTo("hunter2");

    Files.writeString(file, "hunter2", StandardCharsets.UTF_16);
    assertThatThrownBy(() -> Secret.inFile(file.toString()).read())
        .hasMessageContaining(file + " cannot be read: it is in UTF-16");
  }

  @Test
  void errorNamesMissingVariable() {
    assertThatThrownBy(() -> Secret.inEnvironment("PFSS_NO_SUCH_VARIABLE").read())
        .hasMessageContaining("PFSS_NO_SUCH_VARIABLE is not set");
  }

  @Test
  void errorNamesMissingFile(@TempDir Path folder) {
    String file = folder.resolve("absent").toString();
    assertThatThrownBy(() -> Secret.inFile(file).read()).hasMessageContaining(file);
  }
}
