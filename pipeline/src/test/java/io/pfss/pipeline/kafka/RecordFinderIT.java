// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.pfss.trials.stack.KafkaBroker;
import io.pfss.trials.stack.SharedServers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.roaringbitmap.longlong.Roaring64Bitmap;

@ExtendWith(SharedServers.class)
class RecordFinderIT {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final String topic = "finder-" + UUID.randomUUID();
  private final TopicPartition partition = new TopicPartition(topic, 0);
  private KafkaCluster cluster;
  private Admin admin;

  @BeforeEach
  void connect(KafkaBroker broker) {
    cluster = KafkaCluster.at(broker.bootstrapServers());
    admin = Admin.create(cluster.clientConfig(Map.of()));
  }

  @AfterEach
  void disconnect() {
    admin.close();
  }

  @Test
  void classifiesMarkersAbortedAndDeletedOffsets() throws Exception {
    createTopic(Map.of());
    try (KafkaProducer<byte[], byte[]> producer =
        producer(Map.of(ProducerConfig.TRANSACTIONAL_ID_CONFIG, topic))) {
      producer.initTransactions();
      // Records from 0 to 1,999, each followed by the marker of its transaction.
      for (int i = 0; i < 1_000; i++) {
        producer.beginTransaction();
        producer.send(record("key")).get();
        producer.commitTransaction();
      }

      // 2000 and 2001, and the marker 2002.
      producer.beginTransaction();
      producer.send(record("key")).get();
      producer.send(record("key")).get();
      producer.flush();
      producer.abortTransaction();
    }

    awaitEnd(2003);
    admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(4))).all().get();
    try (RecordFinder finder = finder()) {
      RecordFinder.Found all = finder.find(partition, range(0, 2003), Long.MAX_VALUE, TIMEOUT);
      assertThat(all.deleted()).isEqualTo(range(0, 4));
      assertThat(all.records().getLongCardinality()).isEqualTo(998);
      assertThat(all.records().stream()).allMatch(offset -> offset % 2 == 0 && offset < 2000);
      assertThat(all.empty().getLongCardinality()).isEqualTo(1001);

      RecordFinder.Found few =
          finder.find(
              partition, Roaring64Bitmap.bitmapOf(5, 8, 1500, 1501, 2002), Long.MAX_VALUE, TIMEOUT);
      assertThat(few.records()).isEqualTo(Roaring64Bitmap.bitmapOf(8, 1500));
      assertThat(few.empty()).isEqualTo(Roaring64Bitmap.bitmapOf(5, 1501, 2002));

      assertThat(finder.find(partition, range(4, 2003), 1, TIMEOUT).records().getLongCardinality())
          .isBetween(1L, 500L);
    }
  }

  /** The broker checks for topics to compact every 15 s. */
  @Test
  @Tag("nightly")
  void compactedOffsetsHaveNoRecord() throws Exception {
    createTopic(
        Map.of(
            "cleanup.policy", "compact", "segment.ms", "1", "min.cleanable.dirty.ratio", "0.01"));
    try (KafkaProducer<byte[], byte[]> producer = producer(Map.of());
        RecordFinder finder = finder()) {
      for (String key : List.of("a", "b", "a", "a", "b", "a")) {
        producer.send(record(key)).get();
      }

      // The last segment is not compacted, and does not affect the compaction of the others.
      Awaitility.await()
          .atMost(Duration.ofMinutes(1))
          .until(
              () ->
                  finder
                      .find(partition, range(0, 6), Long.MAX_VALUE, TIMEOUT)
                      .records()
                      .equals(Roaring64Bitmap.bitmapOf(3, 4, 5)));
      assertThat(finder.find(partition, range(0, 6), Long.MAX_VALUE, TIMEOUT).empty())
          .isEqualTo(range(0, 3));
    }
  }

  private void createTopic(Map<String, String> configs) throws Exception {
    admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1).configs(configs))).all().get();
    awaitEnd(0);
  }

  private void awaitEnd(long end) {
    Awaitility.await()
        .ignoreExceptions()
        .until(
            () ->
                admin
                        .listOffsets(
                            Map.of(partition, OffsetSpec.latest()),
                            new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                        .partitionResult(partition)
                        .get()
                        .offset()
                    == end);
  }

  private RecordFinder finder() {
    return new RecordFinder(cluster.clientConfig(Map.of()));
  }

  private KafkaProducer<byte[], byte[]> producer(Map<String, Object> config) {
    return new KafkaProducer<>(
        cluster.clientConfig(config), new ByteArraySerializer(), new ByteArraySerializer());
  }

  private ProducerRecord<byte[], byte[]> record(String key) {
    return new ProducerRecord<>(topic, 0, key.getBytes(StandardCharsets.UTF_8), new byte[100]);
  }

  private static Roaring64Bitmap range(long from, long until) {
    Roaring64Bitmap range = new Roaring64Bitmap();
    range.addRange(from, until);
    return range;
  }
}
