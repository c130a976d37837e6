// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Utf8Test {
  @ParameterizedTest
  @ValueSource(strings = {"", "a", "열=값\nb=c", "\uFEFF after one mark"})
  void skipsByteOrderMark(String text) throws IOException {
    assertThat(read(("\uFEFF" + text).getBytes(StandardCharsets.UTF_8))).isEqualTo(text);
  }

  @Test
  void readsTextWithoutByteOrderMark() throws IOException {
    assertThat(read("열".getBytes(StandardCharsets.UTF_8))).isEqualTo("열");
    assertThat(Utf8.properties(stream("\uFEFFa=열\nb=c".getBytes(StandardCharsets.UTF_8))))
        .containsEntry("a", "열")
        .containsEntry("b", "c");
  }

  @Test
  void messageNamesOtherEncoding() {
    for (byte[] other :
        new byte[][] {
          "a=b".getBytes(StandardCharsets.UTF_16),
          "a=b".getBytes(StandardCharsets.UTF_16BE),
          "a=b".getBytes(StandardCharsets.UTF_16LE),
          "\uFEFFa=b".getBytes(StandardCharsets.UTF_16LE)
        }) {
      assertThatThrownBy(() -> read(other)).hasMessage("it is in UTF-16: save it in UTF-8");
    }

    assertThatThrownBy(() -> read("é".getBytes(StandardCharsets.ISO_8859_1)))
        .hasMessage("it is not in UTF-8: save it in UTF-8");
  }

  @Test
  void rejectsInvalidEscape() {
    assertThatThrownBy(() -> Utf8.properties(stream("a=\\u00".getBytes(StandardCharsets.UTF_8))))
        .isInstanceOf(IOException.class);
  }

  private static String read(byte[] bytes) throws IOException {
    return Utf8.read(stream(bytes));
  }

  private static ByteArrayInputStream stream(byte[] bytes) {
    return new ByteArrayInputStream(bytes);
  }
}
