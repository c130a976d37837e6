// SPDX-License-Identifier: Apache-2.0
package io.pfss.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class StopSignalTest {
  private final StopSignal stop = new StopSignal();

  @Test
  void firstReasonWins() throws InterruptedException {
    stop.stop("enough");
    stop.fail(new IllegalStateException("too late"));

    assertThat(stop.await(Duration.ZERO)).isEqualTo("enough");
    assertThat(stop.failure()).hasMessage("too late");
  }

  @Test
  void stopsWhenTheTimeIsOver() throws InterruptedException {
    assertThat(stop.await(Duration.ofSeconds(1))).isEqualTo("1 s elapsed");
    assertThat(stop.failure()).isNull();
  }

  @Test
  void stopsOnAFailure() throws InterruptedException {
    stop.fail(new IllegalStateException("broken"));

    assertThat(stop.await(Duration.ofDays(1))).isEqualTo("the pipeline failed");
  }
}
