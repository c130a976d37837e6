// SPDX-License-Identifier: Apache-2.0
package io.pfss.simulator.send;

import io.pfss.models.tls.CertificateProblem;
import java.io.IOException;
import java.util.Optional;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.jspecify.annotations.Nullable;

/** Kafka refuses the user, or its certificate is not trusted; the message is for the user. */
public final class KafkaRefusedException extends IOException {
  private static final long serialVersionUID = 1;

  private static final String TRUST_SETTING = "ssl.truststore.location of the settings file";

  private KafkaRefusedException(String bootstrapServers, String problem, Throwable cause) {
    super("Kafka at " + bootstrapServers + " " + problem + ".", cause);
  }

  /** Returns the refusal that caused a client's failure; empty for another failure. */
  static Optional<KafkaRefusedException> of(@Nullable Object bootstrapServers, Exception failure) {
    Optional<String> problem =
        failure instanceof SaslAuthenticationException
            ? Optional.of(
                "refuses the user or the password: "
                    + failure.getMessage()
                    + ". Check sasl.jaas.config in the settings file")
            : CertificateProblem.in(failure, TRUST_SETTING)
                .map(distrust -> "cannot be trusted: " + distrust);
    return problem.map(
        text -> new KafkaRefusedException(String.valueOf(bootstrapServers), text, failure));
  }
}
