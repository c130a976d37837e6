// SPDX-License-Identifier: Apache-2.0
package io.pfss.trials.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.security.cert.CertificateExpiredException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("nightly")
class KafkaBrokerIT {
  private static final Path MODULE =
      Path.of(System.getProperty("pfss.home"), "runners/trials/broker");
  private static final TopicPartition PARTITION = new TopicPartition("numbers", 0);

  @TempDir Path data;

  @Test
  void keepsItsRecordsWhenKilled() throws Exception {
    long pid;
    try (KafkaBroker broker = KafkaBroker.start(MODULE, data)) {
      Map<String, Object> client = Map.of("bootstrap.servers", broker.bootstrapServers());
      try (Admin admin = Admin.create(client)) {
        admin.createTopics(List.of(new NewTopic("numbers", 1, (short) 1))).all().get();
      }

      try (KafkaProducer<String, String> producer =
          new KafkaProducer<>(client, new StringSerializer(), new StringSerializer())) {
        producer.send(new ProducerRecord<>("numbers", "one")).get();
      }

      broker.kill();
      broker.restart();
      pid = broker.pid();
      assertThat(read(broker)).extracting("value").containsExactly("one");
    }

    assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
    try (KafkaBroker another = KafkaBroker.start(MODULE, data)) {
      assertThat(read(another)).extracting("value").containsExactly("one");
    }
  }

  private static List<ConsumerRecord<String, String>> read(KafkaBroker broker) {
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", broker.bootstrapServers()),
            new StringDeserializer(),
            new StringDeserializer())) {
      consumer.assign(List.of(PARTITION));
      consumer.seekToBeginning(List.of(PARTITION));
      return consumer.poll(Duration.ofSeconds(30)).records(PARTITION);
    }
  }

  @Test
  void requiresThePasswordAndUsesItsCertificates() throws Exception {
    CertificateAuthority authority = CertificateAuthority.make(data.resolve("authority"));
    KafkaSecurity security =
        new KafkaSecurity(
            "pfss",
            "right",
            authority.certificate(),
            List.of(authority.valid(), authority.expired()));
    try (KafkaBroker broker = KafkaBroker.startSecured(MODULE, data.resolve("kafka"), security)) {
      assertThat(topics(broker.bootstrapServers(), security.clientSettings())).isEmpty();
      assertThatThrownBy(() -> topics(broker.bootstrapServers(), security.clientSettings("wrong")))
          .hasCauseInstanceOf(SaslAuthenticationException.class);
      assertThatThrownBy(() -> topics(broker.bootstrapServers(1), security.clientSettings()))
          .hasRootCauseInstanceOf(CertificateExpiredException.class);
    }
  }

  private static Set<String> topics(String bootstrapServers, String settings) throws Exception {
    Properties client = new Properties();
    client.load(new StringReader(settings));
    client.put("bootstrap.servers", bootstrapServers);
    try (Admin admin = Admin.create(client)) {
      return admin.listTopics().names().get(30, TimeUnit.SECONDS);
    }
  }

  @Test
  void reportsThatTheBrokerIsNotBuilt() {
    assertThatThrownBy(() -> KafkaBroker.start(data.resolve("elsewhere"), data))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("Run mvn compile first");
  }
}
