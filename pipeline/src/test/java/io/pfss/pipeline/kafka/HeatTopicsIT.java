// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pfss.trials.stack.KafkaBroker;
import io.pfss.trials.stack.SharedServers;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedServers.class)
class HeatTopicsIT {
  @Test
  void createsOnlyMissingTopics(KafkaBroker broker) throws Exception {
    KafkaCluster cluster = KafkaCluster.at(broker.bootstrapServers());
    HeatTopics.createAbsent(cluster, List.of("topics-heat"), 3, (short) 1);
    HeatTopics.createAbsent(cluster, List.of("topics-heat", "topics-heat_pf"), 5, (short) 1);

    try (Admin admin = Admin.create(cluster.clientConfig(Map.of()))) {
      assertThat(partitions(admin, "topics-heat")).isEqualTo(3);
      assertThat(partitions(admin, "topics-heat_pf")).isEqualTo(5);
      ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, "topics-heat_pf");
      Config config = admin.describeConfigs(List.of(topic)).all().get().get(topic);
      assertThat(config.get("retention.ms").value()).isEqualTo("86400000");
      assertThat(config.get("message.timestamp.type").value()).isEqualTo("LogAppendTime");
    }

    assertThatThrownBy(() -> HeatTopics.createAbsent(cluster, List.of("third"), 1, (short) 3))
        .isInstanceOf(KafkaUnavailableException.class)
        .hasMessageContaining("did not return the topics third")
        .hasMessageContaining(broker.bootstrapServers());
  }

  @Test
  void tellsSoonThatNoBrokerResponds(KafkaBroker broker) throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String silentAddress = "127.0.0.1:" + silent.getLocalPort();
      long start = System.nanoTime();
      assertThatThrownBy(() -> HeatTopics.requireResponse(KafkaCluster.at(silentAddress)))
          .isInstanceOf(KafkaUnavailableException.class)
          .hasMessageContaining("Kafka at " + silentAddress + " does not respond");
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
      HeatTopics.requireResponse(KafkaCluster.at(silentAddress + "," + broker.bootstrapServers()));
    }

    assertThatThrownBy(() -> HeatTopics.requireResponse(KafkaCluster.at("no.such.host.invalid:1")))
        .isInstanceOf(KafkaUnavailableException.class)
        .hasMessageContaining("cannot be used: No resolvable bootstrap urls");
  }

  private static int partitions(Admin admin, String topic) throws Exception {
    return admin
        .describeTopics(List.of(topic))
        .allTopicNames()
        .get()
        .get(topic)
        .partitions()
        .size();
  }
}
