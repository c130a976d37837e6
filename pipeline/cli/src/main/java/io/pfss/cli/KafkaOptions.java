package io.pfss.cli;

import io.pfss.pipeline.kafka.KafkaCluster;
import picocli.CommandLine.Option;

/** Which Kafka a command asks. */
final class KafkaOptions {
  @Option(
      names = "--bootstrap-servers",
      defaultValue = "${env:PFSS_BOOTSTRAP_SERVERS:-}",
      description = "Kafka's brokers, host:port,…; or PFSS_BOOTSTRAP_SERVERS.")
  private String bootstrapServers;

  @Option(
      names = "--kafka-config-file",
      defaultValue = "${env:PFSS_KAFKA_CONFIG_FILE:-}",
      description = "Properties file of further client settings (TLS, SASL).")
  private String configFile;

  /** Whether a Kafka is named. */
  boolean isGiven() {
    return !bootstrapServers.isEmpty();
  }

  /**
   * What is named.
   *
   * @throws IllegalArgumentException if none is
   */
  KafkaCluster cluster() {
    if (!isGiven()) {
      throw new IllegalArgumentException(
          "No Kafka is named: --bootstrap-servers or the environment variable"
              + " PFSS_BOOTSTRAP_SERVERS");
    }

    return KafkaCluster.at(bootstrapServers).withConfigFile(configFile);
  }
}
