// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.warehouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pfss.pipeline.Readings;
import io.pfss.pipeline.audit.SourceTopic;
import io.pfss.pipeline.audit.WarehouseAudit;
import io.pfss.pipeline.catalog.CatalogSettings;
import io.pfss.pipeline.catalog.WarehouseCatalog;
import io.pfss.pipeline.element.ParsedBatch;
import io.pfss.pipeline.kafka.HeatTopics;
import io.pfss.pipeline.kafka.KafkaCluster;
import io.pfss.pipeline.kafka.SourceHeaders;
import io.pfss.pipeline.sink.DeadLetterSink;
import io.pfss.trials.stack.KafkaBroker;
import io.pfss.trials.stack.SharedServers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/** The reasons why offsets are in no commit, with a real broker and a real table. */
@ExtendWith(SharedServers.class)
class OffsetGapsIT {
  private static final long START = Instant.parse("2026-03-01T09:30:00Z").toEpochMilli();

  @TempDir Path folder;

  private final String heat = "heat-" + UUID.randomUUID();
  private WarehouseCatalog catalog;
  private CatalogSettings settings;
  private SourceTopic topic;
  private Admin admin;
  private KafkaProducer<byte[], byte[]> producer;

  @BeforeEach
  void prepare(KafkaBroker broker) {
    KafkaCluster cluster = KafkaCluster.at(broker.bootstrapServers());
    topic = new SourceTopic(cluster, heat, "dlq-" + heat, "group-" + heat);
    HeatTopics.createAbsent(cluster, List.of(heat), 2, (short) 1);
    HeatTopics.createAbsentDeadLetters(cluster, topic.deadLetters(), 1, (short) 1);
    admin = Admin.create(cluster.clientConfig(Map.of()));
    producer =
        new KafkaProducer<>(
            cluster.clientConfig(Map.of(ProducerConfig.TRANSACTIONAL_ID_CONFIG, heat)),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    producer.initTransactions();
    settings = CatalogSettings.inFile(folder.resolve("catalog.db").toString());
    catalog = WarehouseCatalog.prepare(settings, root());
  }

  @AfterEach
  void close() {
    producer.close();
    admin.close();
  }

  @Test
  void distinguishesTheKinds() throws Exception {
    // Records 0 to 3 and a marker, aborted 5 and a marker, records 7 to 14 and a marker.
    send(4);
    producer.commitTransaction();
    send(1);
    producer.abortTransaction();
    send(8);
    producer.commitTransaction();
    awaitEnd(16);
    deadLetter(0, "MALFORMED");
    commit(2, 9);
    deadLetter(3, "SCHEMA");
    deadLetter(7, "MODEL");
    deadLetter(8, "OUT_OF_RANGE");
    leaveSegment(10);
    commit(11);
    committed(14);

    assertThat(WarehouseAudit.run(catalog, topic))
        .containsExactly(
            gap(GapKind.DEAD_LETTER, 0, 3, 8),
            gap(GapKind.OPEN_WINDOW, 10, 14, 15),
            gap(GapKind.NO_RECORD, 4, 5, 6),
            gap(GapKind.BEFORE_FIRST_COMMIT, 1),
            // A reading that the model failed on must be in the warehouse, despite its dead letter.
            gap(GapKind.LOSS, 7, 12, 13));
    assertThat(WarehouseAudit.run(catalog))
        .containsExactly(gap(GapKind.OPEN_WINDOW, 10), gap(GapKind.UNEXPLAINED, 3, 4, 5, 6, 7, 8));

    // Kafka deletes the records before 8, and so the reasons.
    admin.deleteRecords(Map.of(partition(), RecordsToDelete.beforeOffset(8))).all().get();
    committed(16);
    commit(12, 13, 14);
    assertThat(WarehouseAudit.run(catalog, topic))
        .containsExactly(
            gap(GapKind.DEAD_LETTER, 3, 8),
            gap(GapKind.OPEN_WINDOW, 10),
            gap(GapKind.NO_RECORD, 15),
            gap(GapKind.DELETED, 4, 5, 6, 7));
  }

  /** A record older than the oldest dead letter that is left may have had a dead letter. */
  @Test
  void deletedDeadLetterIsNoLoss() throws Exception {
    send(3);
    producer.commitTransaction();
    awaitEnd(4);
    deadLetter(1, "MALFORMED");
    commit(0, 2);
    committed(4);
    TopicPartition deadLetters = new TopicPartition(topic.deadLetters(), 0);
    admin.deleteRecords(Map.of(deadLetters, RecordsToDelete.beforeOffset(1))).all().get();
    assertThat(WarehouseAudit.run(catalog, topic))
        .containsExactly(gap(GapKind.NO_RECORD, 3), gap(GapKind.DELETED, 1));

    send(2);
    producer.commitTransaction();
    deadLetter(4, "SCHEMA");
    send(1);
    producer.commitTransaction();
    awaitEnd(9);
    committed(9);
    assertThat(WarehouseAudit.run(catalog, topic))
        .containsExactly(
            gap(GapKind.DEAD_LETTER, 4),
            gap(GapKind.NO_RECORD, 3, 6, 8),
            gap(GapKind.DELETED, 1),
            gap(GapKind.LOSS, 5, 7));

    // Delete all dead letters.
    admin.deleteRecords(Map.of(deadLetters, RecordsToDelete.beforeOffset(-1))).all().get();
    assertThat(WarehouseAudit.run(catalog, topic))
        .containsExactly(gap(GapKind.NO_RECORD, 3, 6, 8), gap(GapKind.DELETED, 1, 4, 5, 7));
  }

  @Test
  void readsNoFileForDeletedOffsets() throws Exception {
    commit(2, 9);
    try (Stream<Path> files = Files.walk(folder.resolve("warehouse/data"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.delete(file);
      }
    }

    commit(20, 21);
    assertThat(OffsetGaps.of(catalog, Map.of(0, 15L)).gaps())
        .containsExactly(
            new OffsetGap(
                0, GapKind.UNEXPLAINED, Roaring64Bitmap.bitmapOf(2, 3, 4, 5, 6, 7, 8, 9), 6),
            gap(GapKind.UNEXPLAINED, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19));
  }

  @Test
  void recreatedTopicIsNoLoss() throws Exception {
    commit(10, 12);
    commit(19);
    send(3);
    producer.commitTransaction();
    awaitEnd(4);
    committed(25);

    assertThat(WarehouseAudit.run(catalog, topic))
        .containsExactly(
            gap(GapKind.OPEN_WINDOW, 0, 1, 2, 3), gap(GapKind.DELETED, 11, 13, 14, 15, 16, 17, 18));
  }

  @Test
  void namesAGroupThatNeverCommitted() throws Exception {
    commit(1);
    assertThatThrownBy(() -> WarehouseAudit.run(catalog, topic))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Group group-" + heat + " has no committed offset in topic " + heat);
  }

  private static OffsetGap gap(GapKind kind, long... offsets) {
    return new OffsetGap(0, kind, Roaring64Bitmap.bitmapOf(offsets), offsets.length);
  }

  private void send(int count) {
    producer.beginTransaction();
    for (int i = 0; i < count; i++) {
      Future<RecordMetadata> unused =
          producer.send(new ProducerRecord<>(heat, 0, null, new byte[] {'{', '}'}));
    }

    producer.flush();
  }

  private void deadLetter(long offset, String code) {
    ProducerRecord<byte[], byte[]> deadLetter =
        new ProducerRecord<>(topic.deadLetters(), new byte[] {'{', '}'});
    Map.of(
            DeadLetterSink.ERROR_CODE,
            code,
            SourceHeaders.TOPIC,
            heat,
            SourceHeaders.PARTITION,
            "0",
            SourceHeaders.OFFSET,
            Long.toString(offset))
        .forEach((name, text) -> deadLetter.headers().add(name, SourceHeaders.text(text)));
    producer.beginTransaction();
    Future<RecordMetadata> unused = producer.send(deadLetter);
    producer.commitTransaction();
  }

  /** Commits rows with these offsets to the table. */
  private void commit(long... offsets) {
    TestPipeline pipeline = TestPipeline.create().enableAbandonedNodeEnforcement(false);
    pipeline
        .apply(
            Create.of(
                ParsedBatch.of(
                    LongStream.of(offsets)
                        .mapToObj(offset -> Readings.at(START, offset))
                        .toList())))
        .apply(WriteWarehouse.to(root()).inCatalog(settings));
    pipeline.run().waitUntilFinish();
  }

  private void leaveSegment(long offset) throws Exception {
    WarehouseSettings warehouse = WarehouseSettings.of(root());
    Segment segment = new Segment();
    // In a window that is not merged with the others.
    segment.add(Readings.at(START + 600_000, offset));
    byte[] content = segment.toBytes();
    WarehouseFiles.write(
        content,
        warehouse.layout().temporary(),
        warehouse
            .layout()
            .segment(warehouse.windowOf(START + 600_000, 0), WarehouseFiles.hash(content)));
  }

  private void committed(long offset) throws Exception {
    admin
        .alterConsumerGroupOffsets(
            topic.group(),
            Map.of(
                partition(),
                new OffsetAndMetadata(offset),
                new TopicPartition(heat, 1),
                new OffsetAndMetadata(0)))
        .all()
        .get();
  }

  private void awaitEnd(long end) {
    Awaitility.await()
        .until(
            () ->
                admin
                        .listOffsets(
                            Map.of(partition(), OffsetSpec.latest()),
                            new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                        .partitionResult(partition())
                        .get()
                        .offset()
                    == end);
  }

  private TopicPartition partition() {
    return new TopicPartition(heat, 0);
  }

  private String root() {
    return folder.resolve("warehouse").toString();
  }
}
