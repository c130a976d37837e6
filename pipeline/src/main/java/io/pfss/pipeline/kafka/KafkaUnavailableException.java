// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.kafka;

import io.pfss.models.tls.CertificateProblem;
import java.util.List;
import org.apache.beam.vendor.guava.v32_1_2_jre.com.google.common.base.Throwables;
import org.apache.kafka.common.errors.SaslAuthenticationException;

/** Thrown if Kafka is unavailable or refuses a request; the message is for the user. */
public final class KafkaUnavailableException extends RuntimeException {
  private static final String TRUST_SETTING = "ssl.truststore.location of the settings file";
  private static final String TLS_ADVICE = " and, for TLS or SASL, the settings file.";

  public KafkaUnavailableException(KafkaCluster cluster, List<String> topics, Throwable cause) {
    super("Kafka at " + cluster.bootstrapServers() + " " + problem(topics, cause), cause);
  }

  private static String problem(List<String> topics, Throwable cause) {
    if (cause instanceof SaslAuthenticationException) {
      return "refuses the user or the password: "
          + cause.getMessage()
          + ". Check sasl.jaas.config in the settings file.";
    }

    return CertificateProblem.in(cause, TRUST_SETTING)
        .map(distrust -> "is not trusted: " + distrust + ".")
        .orElseGet(() -> noAnswer(topics, Throwables.getRootCause(cause)));
  }

  private static String noAnswer(List<String> topics, Throwable cause) {
    if (cause instanceof java.util.concurrent.TimeoutException
        || cause instanceof org.apache.kafka.common.errors.TimeoutException) {
      return "does not respond. Check that the brokers run, the address" + TLS_ADVICE;
    }

    return (topics.isEmpty()
            ? "cannot be used: "
            : "did not return the topics " + String.join(", ", topics) + ": ")
        + String.valueOf(cause.getMessage()).replaceFirst("\\.$", "")
        + ". Check the address"
        + TLS_ADVICE;
  }
}
