// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.batch;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pfss.pipeline.catalog.CatalogSettings;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RescoreSettingsTest {
  private static final Instant NINE = Instant.parse("2026-03-01T09:00:00Z");

  @Test
  void refusesTimeThatIsNotWholeHour() {
    assertThatThrownBy(() -> between(NINE.plusSeconds(60), NINE.plusSeconds(3_600)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("--from=2026-03-01T09:01:00Z is not a whole hour");
    assertThatThrownBy(() -> between(NINE, NINE.plusMillis(3_600_001)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("--to=2026-03-01T10:00:00.001Z is not a whole hour");
  }

  @Test
  void refusesEmptyTimeRange() {
    assertThatThrownBy(() -> between(NINE, NINE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(
            "--from=2026-03-01T09:00:00Z is not before --to=2026-03-01T09:00:00Z");
  }

  private static RescoreSettings between(Instant from, Instant to) {
    return new RescoreSettings(CatalogSettings.inFile("any.db"), from, to, "a", "b", "c");
  }
}
