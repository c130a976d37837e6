// SPDX-License-Identifier: Apache-2.0
package io.pfss.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TimeRangeTest {
  private final TimeZone before = TimeZone.getDefault();

  @BeforeEach
  void liveInSeoul() {
    TimeZone.setDefault(TimeZone.getTimeZone("Asia/Seoul"));
  }

  @AfterEach
  void moveBack() {
    TimeZone.setDefault(before);
  }

  @Test
  void aTimeWithoutAnOffsetIsLocal() {
    Instant nine = Instant.parse("2026-03-01T00:00:00Z");
    assertThat(TimeRange.time("2026-03-01 09:00")).isEqualTo(nine);
    assertThat(TimeRange.time("2026-03-01T09:00:00")).isEqualTo(nine);
    assertThat(TimeRange.time("2026-03-01T00:00Z")).isEqualTo(nine);
    assertThat(TimeRange.time("2026-02-28 19:00-05:00")).isEqualTo(nine);
    assertThat(TimeRange.time("2026-03-01")).isEqualTo(nine.minus(Duration.ofHours(9)));
    assertThatThrownBy(() -> TimeRange.time("March")).hasMessageContaining("'March' is not a time");
  }

  @Test
  void takesTheTimesThatTablesHave() {
    Instant nine = Instant.parse("2026-03-01T00:00:00Z");
    String shown = TextTable.time(nine.toEpochMilli());
    assertThat(shown).isEqualTo("2026-03-01 09:00:00+09:00");
    assertThat(TimeRange.time(shown)).isEqualTo(nine);
  }
}
