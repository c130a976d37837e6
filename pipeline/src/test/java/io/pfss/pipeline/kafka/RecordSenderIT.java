// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pfss.pipeline.element.SourceOffset;
import io.pfss.trials.stack.CertificateAuthority;
import io.pfss.trials.stack.KafkaBroker;
import io.pfss.trials.stack.KafkaSecurity;
import io.pfss.trials.stack.SharedServers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

class RecordSenderIT {
  private static final Path BROKER =
      Path.of(System.getProperty("pfss.home"), "runners/trials/broker");
  private static final String TOPIC = "published";

  /** A record fails after 2 s instead of two minutes. */
  private static final String SHORT_TIMEOUTS =
      "delivery.timeout.ms=2000\nrequest.timeout.ms=1000\n";

  @TempDir Path folder;

  @Test
  void unacknowledgedRecordFailsBundle() throws Exception {
    try (KafkaBroker broker = KafkaBroker.start(BROKER, folder.resolve("kafka"))) {
      Path settings = Files.writeString(folder.resolve("client.properties"), SHORT_TIMEOUTS);
      KafkaCluster cluster =
          KafkaCluster.at(broker.bootstrapServers()).withConfigFile(settings.toString());
      HeatTopics.createAbsent(cluster, List.of(TOPIC), 1, (short) 1);
      send(cluster, "acknowledged");
      assertThat(published(cluster)).containsExactly("acknowledged");

      // The producer knows the topic by now, so it accepts the record, but Kafka is stopped.
      broker.kill();
      assertThatThrownBy(() -> send(cluster, "lost"))
          .isInstanceOf(IOException.class)
          .hasMessageContaining(
              "Kafka at "
                  + broker.bootstrapServers()
                  + " refused a record: topic=published source=heat 2/1042: ");
    }
  }

  @Test
  @ExtendWith(SharedServers.class)
  void refusedRecordFailsOnlyItsBundle(KafkaBroker broker) throws Exception {
    KafkaCluster cluster = KafkaCluster.at(broker.bootstrapServers());
    HeatTopics.createAbsent(cluster, List.of(TOPIC), 1, (short) 1);
    RecordSender other = started(cluster);
    other.send(record("before"));

    assertThatThrownBy(() -> send(cluster, "x".repeat(40_000_000)))
        .hasMessageContaining("refused a record: topic=published source=heat 2/1042: ")
        .hasMessageContaining("larger than 33554432");
    other.send(record("after"));
    assertThat(other.flush()).isEqualTo(2);
    assertThat(published(cluster)).contains("before", "after");
  }

  @Test
  void everyBundleGetsCauseOfClosedProducer() throws Exception {
    CertificateAuthority issuer = CertificateAuthority.make(folder.resolve("authority"));
    KafkaSecurity right =
        new KafkaSecurity("pfss", "right", issuer.certificate(), List.of(issuer.valid()));
    KafkaSecurity wrong = new KafkaSecurity("pfss", "wrong", issuer.certificate(), List.of());
    Path settings = Files.writeString(folder.resolve("client.properties"), wrong.clientSettings());
    try (KafkaBroker broker = KafkaBroker.startSecured(BROKER, folder.resolve("kafka"), right)) {
      KafkaCluster cluster =
          KafkaCluster.at(broker.bootstrapServers(0)).withConfigFile(settings.toString());
      RecordSender other = started(cluster);
      for (ThrowingCallable bundle :
          List.<ThrowingCallable>of(
              () -> send(cluster, "refused"),
              () -> {
                other.send(record("refused too"));
                other.flush();
              })) {
        assertThatThrownBy(bundle)
            .rootCause()
            .isInstanceOf(SaslAuthenticationException.class)
            .hasMessageContaining("Authentication failed");
      }
    }
  }

  /** Sends a bundle of one record. */
  private static void send(KafkaCluster cluster, String value) throws IOException {
    RecordSender sender = started(cluster);
    sender.send(record(value));
    assertThat(sender.flush()).isEqualTo(1);
  }

  private static RecordSender started(KafkaCluster cluster) {
    RecordSender sender = new RecordSender(cluster);
    sender.start();
    return sender;
  }

  private static ProducerRecord<byte[], byte[]> record(String value) {
    return new ProducerRecord<>(
        TOPIC,
        null,
        null,
        null,
        value.getBytes(StandardCharsets.UTF_8),
        SourceHeaders.of("heat", new SourceOffset(2, 1_042)));
  }

  private static List<String> published(KafkaCluster cluster) {
    List<String> values = new ArrayList<>();
    TopicScan.read(
        cluster, TOPIC, record -> values.add(new String(record.value(), StandardCharsets.UTF_8)));
    return values;
  }
}
