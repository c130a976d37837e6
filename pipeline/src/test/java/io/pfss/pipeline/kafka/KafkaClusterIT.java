// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.kafka;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pfss.trials.stack.CertificateAuthority;
import io.pfss.trials.stack.KafkaBroker;
import io.pfss.trials.stack.KafkaSecurity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaClusterIT {
  private static final Path BROKER =
      Path.of(System.getProperty("pfss.home"), "runners/trials/broker");
  private static final int VALID = 0;
  private static final int FOR_OTHER_HOST = 1;

  @TempDir Path folder;

  @Test
  void connectsOnlyToTrustedBroker() throws Exception {
    CertificateAuthority issuer = CertificateAuthority.make(folder.resolve("authority"));
    Path authority = issuer.certificate();
    Path stranger = CertificateAuthority.make(folder.resolve("stranger")).certificate();
    KafkaSecurity security =
        new KafkaSecurity(
            "pfss", "right", authority, List.of(issuer.valid(), issuer.ofAnotherHost()));
    try (KafkaBroker broker = KafkaBroker.startSecured(BROKER, folder.resolve("kafka"), security)) {
      createTopic(broker, VALID, authority);
      assertThatThrownBy(() -> createTopic(broker, VALID, stranger))
          .isInstanceOf(KafkaUnavailableException.class)
          .hasMessageContaining("issued by an authority that is not trusted");
      assertThatThrownBy(() -> createTopic(broker, FOR_OTHER_HOST, authority))
          .isInstanceOf(KafkaUnavailableException.class)
          .hasMessageContaining("its certificate is for another host");
    }
  }

  private void createTopic(KafkaBroker broker, int certificate, Path trusted) throws IOException {
    KafkaSecurity client = new KafkaSecurity("pfss", "right", trusted, List.of());
    Path settings =
        Files.writeString(
            Files.createTempFile(folder, "client-", ".properties"), client.clientSettings());
    HeatTopics.createAbsent(
        KafkaCluster.at(broker.bootstrapServers(certificate)).withConfigFile(settings.toString()),
        List.of("secured"),
        1,
        (short) 1);
  }
}
