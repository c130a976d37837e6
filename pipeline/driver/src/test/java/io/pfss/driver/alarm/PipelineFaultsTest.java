// SPDX-License-Identifier: Apache-2.0
package io.pfss.driver.alarm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.pfss.pipeline.alert.Alarm;
import io.pfss.pipeline.alert.AlarmKind;
import io.pfss.pipeline.alert.AlarmSeverity;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PipelineFaultsTest {
  private final AtomicLong nanos = new AtomicLong();
  private final PipelineFaults faults = new PipelineFaults(Duration.ofSeconds(90), nanos::get);

  @Test
  void areUnknownUntilEachCouldHaveLasted() {
    assertThat(faults.open()).isEmpty();
    see(0, AlarmKind.BEHIND, false);
    see(89, AlarmKind.BEHIND, false);
    assertThat(faults.open()).isEmpty();
    see(90, AlarmKind.BEHIND, false);
    assertThat(faults.open()).hasValueSatisfying(open -> assertThat(open).isEmpty());
  }

  @Test
  void raiseAndClearAfterAMinute() {
    see(0, AlarmKind.BEHIND, false);
    see(100, AlarmKind.BEHIND, true);
    see(159, AlarmKind.BEHIND, true);
    assertThat(faults.open().orElseThrow()).isEmpty();
    see(160, AlarmKind.BEHIND, true);
    assertThat(faults.open().orElseThrow())
        .extracting(Alarm::kind, Alarm::severity)
        .containsExactly(tuple(AlarmKind.BEHIND, AlarmSeverity.CRITICAL));
    see(170, AlarmKind.BEHIND, false);
    see(180, AlarmKind.BEHIND, true);
    see(185, AlarmKind.BEHIND, false);
    see(244, AlarmKind.BEHIND, false);
    assertThat(faults.open().orElseThrow()).hasSize(1);
    see(245, AlarmKind.BEHIND, false);
    assertThat(faults.open().orElseThrow()).isEmpty();
  }

  @Test
  void noReadingsLastsAsLongAsASilence() {
    see(0, AlarmKind.NO_READINGS, true);
    see(89, AlarmKind.NO_READINGS, true);
    see(90, AlarmKind.NO_READINGS, true);
    assertThat(faults.open().orElseThrow()).hasSize(1);
    // Without Kafka nothing is known of readings.
    see(300, AlarmKind.KAFKA, true);
    assertThat(faults.open().orElseThrow()).hasSize(1);
  }

  private void see(long seconds, AlarmKind kind, boolean isSeen) {
    nanos.set(Duration.ofSeconds(seconds).toNanos());
    faults.update(Map.of(kind, isSeen));
  }
}
