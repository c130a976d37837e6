package io.pfss.pipeline.batch;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pfss.pipeline.catalog.CatalogSettings;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RescoreSettingsTest {
  private static final Instant NINE = Instant.parse("2026-03-01T09:00:00Z");

  @Test
  void aTimeThatIsNoWholeHourIsNamed() {
    assertThatThrownBy(() -> between(NINE.plusSeconds(60), NINE.plusSeconds(3_600)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("--from is 2026-03-01T09:01:00Z");
    assertThatThrownBy(() -> between(NINE, NINE.plusMillis(3_600_001)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("--to is 2026-03-01T10:00:00.001Z");
  }

  @Test
  void thereIsTimeBetweenThem() {
    assertThatThrownBy(() -> between(NINE, NINE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no time from 2026-03-01T09:00:00Z to 2026-03-01T09:00:00Z");
  }

  private static RescoreSettings between(Instant from, Instant to) {
    return new RescoreSettings(CatalogSettings.inFile("any.db"), from, to, "a", "b", "c");
  }
}
