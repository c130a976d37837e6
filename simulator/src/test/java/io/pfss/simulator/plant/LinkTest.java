// SPDX-License-Identifier: Apache-2.0
package io.pfss.simulator.plant;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LinkTest {
  private static final int MINUTES = 100 * 1440;

  @Test
  void losesAndDelaysSomeReadings() {
    Link link = new Link(new SplittableRandom(1));
    int lost = 0;
    int late = 0;
    int gap = 0;
    int longestGap = 0;
    for (int minute = 0; minute < MINUTES; minute++) {
      OptionalLong arrival = link.arrival(minute);
      lost += arrival.isEmpty() ? 1 : 0;
      gap = arrival.isEmpty() ? gap + 1 : 0;
      longestGap = Math.max(longestGap, gap);
      if (arrival.isPresent()) {
        assertThat(arrival.getAsLong()).isBetween((long) minute, minute + 120L);
        late += arrival.getAsLong() > minute ? 1 : 0;
      }
    }

    assertThat((double) lost / MINUTES).isBetween(0.003, 0.02);
    assertThat((double) late / MINUTES).isBetween(0.008, 0.03);
    assertThat(longestGap).isBetween(15, 121);
  }
}
