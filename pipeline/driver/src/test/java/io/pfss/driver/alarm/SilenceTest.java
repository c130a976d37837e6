// SPDX-License-Identifier: Apache-2.0
package io.pfss.driver.alarm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SilenceTest {
  private static final Map<String, String> LABELS =
      Map.of("facility", "TR-7", "site", "1공장", "severity", "critical");

  @Test
  void coversWhatAllMatchersMatch() throws Exception {
    assertThat(covers("facility", "TR-7", false, true)).isTrue();
    assertThat(covers("facility", "TR", false, true)).isFalse();
    assertThat(covers("facility", "TR", true, true)).isFalse();
    assertThat(covers("facility", "TR-.|A", true, true)).isTrue();
    assertThat(covers("facility", "TR-8", false, false)).isTrue();
    assertThat(covers("site", "[0-9]공장", true, false)).isFalse();
    assertThat(covers("name", "", false, true)).isTrue();
  }

  @Test
  void countsOnlyWhileItIsActive() throws Exception {
    assertThat(silence("active", "facility", "TR-7", false, true)).isPresent();
    assertThat(silence("pending", "facility", "TR-7", false, true)).isEmpty();
    assertThat(silence("expired", "facility", "TR-7", false, true)).isEmpty();
  }

  @Test
  void saysWhoUntilWhenAndWhy() throws Exception {
    Silence silence = silence("active", "facility", "TR-7", false, true).orElseThrow();
    assertThat(silence.acknowledgement())
        .isEqualTo(new AlarmAcknowledgement("김", 1_795_994_400_000L, 1_795_996_800_500L, "점검"));
    assertThat(silence.onlyValue("facility")).hasValue("TR-7");
    assertThat(silence.onlyValue("site")).isEmpty();
    assertThat(
            silence("active", "facility", "TR-7", true, true).orElseThrow().onlyValue("facility"))
        .isEmpty();
  }

  private static boolean covers(String name, String value, boolean isRegex, boolean isEqual)
      throws Exception {
    return silence("active", name, value, isRegex, isEqual).orElseThrow().covers(LABELS);
  }

  private static Optional<Silence> silence(
      String state, String name, String value, boolean isRegex, boolean isEqual) throws Exception {
    return Silence.of(
        new ObjectMapper()
            .readTree(
                """
                {"id": "1", "status": {"state": "%s"}, "createdBy": "김", "comment": "점검",
                 "startsAt": "2026-11-29T23:20:00.000Z", "endsAt": "2026-11-30T00:00:00.500Z",
                 "matchers": [
                   {"name": "%s", "value": "%s", "isRegex": %b, "isEqual": %b},
                   {"name": "severity", "value": "critical", "isRegex": false, "isEqual": true}]}"""
                    .formatted(state, name, value, isRegex, isEqual)));
  }
}
