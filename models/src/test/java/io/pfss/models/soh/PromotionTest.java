// SPDX-License-Identifier: Apache-2.0
package io.pfss.models.soh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PromotionTest {
  @Test
  void readsWhatItWrites() throws IOException {
    Promotion alone = new Promotion(1, "2", null, "2026-03-01T00:00:00Z");
    Promotion compared = new Promotion(12, "2", "3-try", "2026-03-01T00:00:00Z");

    assertThat(Promotion.fromJson(alone.toJson())).isEqualTo(alone);
    assertThat(Promotion.fromJson(compared.toJson())).isEqualTo(compared);
    assertThat(alone.challenger()).isEmpty();
    assertThat(compared.challenger()).contains("3-try");
    assertThat(Promotion.fileName(compared.number())).isEqualTo("serving-000012.json");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{\"number\":1,\"since\":\"x\"}",
        "{\"number\":0,\"champion\":\"1\",\"since\":\"x\"}",
        "{\"number\":1,\"champion\":\"../1\",\"since\":\"x\"}",
        "{\"number\":1,\"champion\":\"1\",\"challengerVersion\":\"a/b\",\"since\":\"x\"}",
        "{\"number\":1,\"champion\":\"1\",\"since\":\"x\"} and more",
      })
  void rejectsInvalidContent(String json) {
    assertThatThrownBy(() -> Promotion.fromJson(json.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(IOException.class);
  }
}
