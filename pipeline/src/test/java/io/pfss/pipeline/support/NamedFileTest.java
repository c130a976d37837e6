// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamedFileTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"plain", "with space", "100%", "a#b", "who?", "[ab]", "{ab}", "a*"})
  void findsFileOnlyByExactName(String name) throws IOException {
    NamedFile file = new NamedFile(folder.resolve(name).toString());
    Files.writeString(folder.resolve("another"), "not this");
    assertThat(file.exists()).isFalse();
    Files.writeString(folder.resolve(name), "this");
    assertThat(file.exists()).isTrue();
    for (NamedFile same : List.of(file, new NamedFile("file://" + file.path()))) {
      try (InputStream in = same.open()) {
        assertThat(in).hasContent("this");
      }
    }
  }

  @Test
  void treatsPatternAsName() throws IOException {
    Files.writeString(folder.resolve("abc"), "not this");
    assertThat(new NamedFile(folder + "/*").exists()).isFalse();
    assertThatThrownBy(() -> new NamedFile(folder + "/a?c").open()).isInstanceOf(IOException.class);
  }
}
