package io.pfss.pipeline.kafka;

import java.util.List;

/** Kafka cannot be reached or refuses; the message is for the user. */
public final class KafkaUnavailableException extends RuntimeException {
  public KafkaUnavailableException(KafkaCluster cluster, List<String> topics, Throwable cause) {
    super(
        "Kafka at "
            + cluster.bootstrapServers()
            + " does not give the topics "
            + String.join(", ", topics)
            + ": "
            + cause.getMessage()
            + ". Check the address and, for TLS or SASL, the settings file.",
        cause);
  }
}
