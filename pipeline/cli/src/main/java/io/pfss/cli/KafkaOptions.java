// SPDX-License-Identifier: Apache-2.0
package io.pfss.cli;

import static io.pfss.cli.Pfss.text;

import io.pfss.pipeline.kafka.HeatTopics;
import io.pfss.pipeline.kafka.KafkaCluster;
import picocli.CommandLine.Option;

/** Options that name a command's Kafka cluster. */
final class KafkaOptions {
  @Option(
      names = "--bootstrap-servers",
      defaultValue = "${env:PFSS_BOOTSTRAP_SERVERS:-}",
      description = "Addresses of the brokers, host:port,…; or PFSS_BOOTSTRAP_SERVERS.")
  private String bootstrapServers;

  @Option(
      names = "--kafka-config-file",
      defaultValue = "${env:PFSS_KAFKA_CONFIG_FILE:-}",
      description =
          "Properties file with more client settings (TLS, SASL); or PFSS_KAFKA_CONFIG_FILE.")
  private String configFile;

  /** Returns whether the options name a cluster. */
  boolean isGiven() {
    return !bootstrapServers.isEmpty();
  }

  /**
   * Returns the named cluster, one of whose brokers responds.
   *
   * @throws IllegalArgumentException if no cluster is named
   * @throws io.pfss.pipeline.kafka.KafkaUnavailableException if no broker responds within 5 s
   */
  KafkaCluster cluster() {
    if (!isGiven()) {
      throw new IllegalArgumentException(text("kafka.none"));
    }

    KafkaCluster cluster = KafkaCluster.at(bootstrapServers).withConfigFile(configFile);
    HeatTopics.requireResponse(cluster);
    return cluster;
  }
}
