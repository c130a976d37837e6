// SPDX-License-Identifier: Apache-2.0
package io.pfss.trials.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("nightly")
class KafkaBrokersIT {
  private static final Path MODULE =
      Path.of(System.getProperty("pfss.home"), "runners/trials/broker");
  private static final TopicPartition PARTITION = new TopicPartition("numbers", 0);

  @TempDir Path data;

  @Test
  void acceptsTransactionsWhileABrokerIsDead() throws Exception {
    List<Long> pids;
    try (KafkaBrokers cluster = KafkaBrokers.start(MODULE, data, 3)) {
      Map<String, Object> client = Map.of("bootstrap.servers", cluster.bootstrapServers());
      try (Admin admin = Admin.create(client);
          KafkaProducer<String, String> producer =
              new KafkaProducer<>(
                  Map.of(
                      "bootstrap.servers", cluster.bootstrapServers(),
                      "acks", "all",
                      "transactional.id", "counter"),
                  new StringSerializer(),
                  new StringSerializer())) {
        admin.createTopics(List.of(new NewTopic("numbers", 1, (short) 3))).all().get();
        producer.initTransactions();
        send(producer, "one");
        int leader = description(admin).partitions().get(0).leader().id();

        cluster.broker(leader).kill();
        send(producer, "two");

        cluster.broker(leader).restart();
        Awaitility.await()
            .atMost(30, TimeUnit.SECONDS)
            .until(() -> description(admin).partitions().get(0).isr().size() == 3);
        assertThat(read(client, 2)).containsExactly("one", "two");
      }

      pids = cluster.pids();
    }

    assertThat(pids).hasSize(3).allMatch(pid -> ProcessHandle.of(pid).isEmpty());
  }

  private static void send(KafkaProducer<String, String> producer, String value) throws Exception {
    producer.beginTransaction();
    producer.send(new ProducerRecord<>("numbers", value)).get();
    producer.commitTransaction();
  }

  private static TopicDescription description(Admin admin) throws Exception {
    return admin.describeTopics(List.of("numbers")).allTopicNames().get().get("numbers");
  }

  private static List<String> read(Map<String, Object> client, int count) {
    List<String> values = new ArrayList<>();
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(client, new StringDeserializer(), new StringDeserializer())) {
      consumer.assign(List.of(PARTITION));
      consumer.seekToBeginning(List.of(PARTITION));
      Awaitility.await()
          .atMost(30, TimeUnit.SECONDS)
          .until(
              () -> {
                for (ConsumerRecord<String, String> record :
                    consumer.poll(Duration.ofMillis(100))) {
                  values.add(record.value());
                }

                return values.size() >= count;
              });
    }

    return values;
  }
}
