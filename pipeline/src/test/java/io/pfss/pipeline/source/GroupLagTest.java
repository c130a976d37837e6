// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.source;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pfss.pipeline.kafka.KafkaCluster;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class GroupLagTest {
  /** The health checks and systemd's watchdog wait for it; Kafka's own limit is 60 s. */
  @Test
  @Timeout(30)
  void aKafkaThatIsAwayIsSaidBeforeKafkasOwnLimit() {
    try (GroupLag lag = GroupLag.of(KafkaCluster.at("127.0.0.1:1"), "heat", "group")) {
      assertThatThrownBy(lag::fetch)
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith("Kafka at 127.0.0.1:1 did not return the offsets")
          .hasMessageContaining("Timed out");
    }
  }
}
