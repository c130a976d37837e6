// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pfss.pipeline.element.HeatBatch;
import io.pfss.pipeline.element.HeatRecord;
import io.pfss.pipeline.element.OffsetRange;
import io.pfss.pipeline.kafka.HeatTopics;
import io.pfss.pipeline.kafka.KafkaCluster;
import io.pfss.pipeline.support.SteadyClock;
import io.pfss.trials.stack.KafkaBroker;
import io.pfss.trials.stack.SharedServers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.assertj.core.api.ThrowableAssert;
import org.awaitility.Awaitility;
import org.joda.time.Instant;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Reads, fetches and commits with a real broker, in the order of a runner's calls. */
@ExtendWith(SharedServers.class)
class ReadHeatIT {
  private static final org.joda.time.Duration ALLOWANCE = org.joda.time.Duration.standardSeconds(2);

  private static KafkaBroker broker;

  private String topic;
  private ConsumerGroup group;

  @BeforeAll
  static void useBroker(KafkaBroker shared) {
    broker = shared;
  }

  @BeforeEach
  void createTopic() {
    topic = "heat-" + UUID.randomUUID();
    KafkaCluster cluster = KafkaCluster.at(broker.bootstrapServers());
    HeatTopics.createAbsent(cluster, List.of(topic), 2, (short) 1);
    group = new ConsumerGroup(cluster, topic, "group-" + topic);
  }

  @Test
  void readsEveryRecordOnce() throws Exception {
    send(0, 0, 25);
    send(1, 0, 5);
    List<HeatBatch> batches = new ArrayList<>();
    HeatReader reader = reader(StartFrom.EARLIEST, null);
    assertThat(reader.start()).isTrue();
    // At most ten records of a partition at once.
    assertThat(hints(reader)).containsExactlyInAnyOrder(hint(0, 0, 10), hint(1, 0, 5));
    assertThat(reader.getCurrent())
        .allMatch(hint -> (hint.endMillis() > 0) == (hint.partition() == 1));
    fetchAndCommit(reader.getCurrent(), batches);

    awaitHint(reader);
    assertThat(hints(reader)).containsExactly(hint(0, 10, 20));
    fetchAndCommit(reader.getCurrent(), batches);
    awaitHint(reader);
    fetchAndCommit(reader.getCurrent(), batches);

    assertThat(values(batches, 0)).containsExactlyElementsOf(numbers(0, 25));
    assertThat(values(batches, 1)).containsExactlyElementsOf(numbers(0, 5));
    assertThat(batches).allMatch(batch -> batch.records().size() <= 4);
    assertThat(reader.advance()).isFalse();
  }

  @Test
  void doesNotReadRecordsInFlightAgain() {
    send(0, 0, 3);
    HeatReader reader = reader(StartFrom.EARLIEST, null);
    assertThat(reader.start()).isTrue();

    HeatReader next = reader(StartFrom.EARLIEST, reader.getCheckpointMark());
    assertThat(next.start()).isFalse();
    // Without a checkpoint a reader repeats the hints: duplicates are better than losses.
    HeatReader without = reader(StartFrom.EARLIEST, null);
    assertThat(without.start()).isTrue();
    assertThat(hints(without)).containsExactly(hint(0, 0, 3));
  }

  /** Some runners call advance in a loop. */
  @Test
  void advanceWaitsBetweenPolls() {
    HeatReader reader = reader(StartFrom.EARLIEST, null);
    assertThat(reader.start()).isFalse();
    long start = System.nanoTime();
    for (int asked = 0; asked < 20; asked++) {
      reader.advance();
    }

    // The first wait is shorter: its interval began with the poll in start().
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isGreaterThanOrEqualTo(Duration.ofMillis(19 * 20));
  }

  @Test
  void repeatsLostHint() {
    send(0, 0, 3);
    long longAgo = System.nanoTime() - Duration.ofMinutes(2).toNanos();
    SourceCheckpoint mark =
        new SourceCheckpoint(null, Map.of(0, new PartitionProgress(3, longAgo, Instant.EPOCH)));

    HeatReader reader = reader(StartFrom.EARLIEST, mark);

    assertThat(reader.start()).isTrue();
    assertThat(hints(reader)).containsExactly(hint(0, 0, 3));
  }

  @Test
  void toleratesClockSetBackOrForward() {
    AtomicLong wallMillis = new AtomicLong(System.currentTimeMillis());
    SteadyClock clock = new SteadyClock(wallMillis::get, System::nanoTime);
    HeatReader reader = reader(StartFrom.EARLIEST, null, clock);
    assertThat(reader.start()).isFalse();

    wallMillis.addAndGet(-Duration.ofHours(1).toMillis());
    Instant watermark = reader.getWatermark();
    send(0, 0, 3);
    awaitHint(reader);
    assertThat(hints(reader)).containsExactly(hint(0, 0, 3));
    Awaitility.await()
        .until(
            () -> {
              reader.advance();
              return reader.getWatermark().isAfter(watermark);
            });

    wallMillis.addAndGet(Duration.ofHours(2).toMillis());
    // Not the hint of an idle partition.
    Awaitility.await()
        .during(Duration.ofSeconds(1))
        .until(() -> !reader.advance() || hints(reader).get(0).until() == 0);
  }

  @Test
  void fetchesDuplicateHintOnce() throws Exception {
    send(0, 0, 6);
    List<HeatBatch> batches = new ArrayList<>();
    fetchAndCommit(List.of(hint(0, 0, 4)), batches);
    fetchAndCommit(List.of(hint(0, 0, 6)), batches);
    fetchAndCommit(List.of(hint(0, 2, 5)), batches);

    assertThat(values(batches, 0)).containsExactlyElementsOf(numbers(0, 6));
  }

  @Test
  void readsTransactionAfterCommit() throws Exception {
    List<HeatBatch> batches = new ArrayList<>();
    try (KafkaProducer<byte[], byte[]> producer = transactions()) {
      producer.initTransactions();
      producer.beginTransaction();
      producer.send(record(0, null, "aborted")).get();
      producer.flush();
      assertThat(reader(StartFrom.EARLIEST, null).start()).isFalse();

      producer.abortTransaction();
      producer.beginTransaction();
      producer.send(record(0, null, "committed")).get();
      producer.commitTransaction();
    }

    HeatReader reader = reader(StartFrom.EARLIEST, null);
    Awaitility.await().until(reader::advance);
    fetchAndCommit(reader.getCurrent(), batches);
    assertThat(values(batches, 0)).containsExactly("committed");
  }

  @Test
  void commitsNoOffsetBeyondUndeliveredRecords() {
    send(0, 0, 9);
    CommittedOffsets offsets = CommittedOffsets.of(group);

    assertThat(offsets.commit(List.of(range(0, 3)))).isZero();
    assertThat(offsets.commit(List.of(range(5, 9)))).isEqualTo(1);
    assertThat(offsets.committed(0)).isEqualTo(3);
    // A second commit changes nothing.
    assertThat(offsets.commit(List.of(range(0, 2)))).isZero();
    assertThat(offsets.committed(0)).isEqualTo(3);
    assertThat(offsets.commit(List.of(range(2, 9)))).isZero();
    assertThat(offsets.committed(0)).isEqualTo(9);
  }

  @Test
  void lagFollowsFromOffsets() throws Exception {
    try (GroupLag lag = GroupLag.of(group.cluster(), topic, group.name())) {
      assertThat(lag.fetch()).isEqualTo(new GroupLag.Lag(0, 0, 0, false));
      send(0, 0, 9);
      send(1, 0, 2);
      assertThat(lag.fetch().records()).isEqualTo(11);
      assertThat(lag.fetch().hasBegun()).isFalse();

      long arrival = System.currentTimeMillis() - 90_000;
      CommittedOffsets offsets = CommittedOffsets.of(group);
      offsets.commit(List.of(new OffsetRange(0, 0, 3, arrival)));
      GroupLag.Lag behind = lag.fetch();
      assertThat(behind.records()).isEqualTo(8);
      assertThat(behind.millis()).isBetween(90_000L, 150_000L);
      assertThat(behind.done()).isEqualTo(3);
      assertThat(behind.hasBegun()).isTrue();

      offsets.commit(List.of(new OffsetRange(0, 3, 9, arrival), new OffsetRange(1, 0, 2, arrival)));
      assertThat(lag.fetch()).isEqualTo(new GroupLag.Lag(0, 0, 11, true));
    }
  }

  @Test
  void lagCountsOnlyRecords() throws Exception {
    try (GroupLag lag = GroupLag.of(group.cluster(), topic, group.name());
        KafkaProducer<byte[], byte[]> producer = transactions()) {
      producer.initTransactions();
      for (int i = 0; i < 5; i++) {
        producer.beginTransaction();
        producer.send(record(0, null, "committed")).get();
        producer.commitTransaction();
      }

      producer.beginTransaction();
      producer.send(record(0, null, "aborted")).get();
      producer.send(record(1, null, "aborted")).get();
      producer.flush();
      producer.abortTransaction();
      awaitEnd(1, 2);
      awaitEnd(0, 12);
      assertThat(lag.fetch().records()).isEqualTo(5);

      CommittedOffsets.of(group).commit(List.of(range(0, 9)));
      assertThat(lag.fetch()).isEqualTo(new GroupLag.Lag(0, 0, 9, true));

      // A job that has caught up also commits the offsets after the last record.
      HeatReader reader = reader(StartFrom.EARLIEST, null);
      assertThat(reader.start()).isTrue();
      fetchAndCommit(reader.getCurrent(), new ArrayList<>());
      assertThat(lag.fetch()).isEqualTo(new GroupLag.Lag(0, 0, 14, true));
    }
  }

  @Test
  void onlyNewGroupUsesStartOption() {
    send(0, 0, 3);
    assertThat(reader(StartFrom.LATEST, null).start()).isFalse();
    send(0, 3, 5);

    HeatReader reader = reader(StartFrom.EARLIEST, null);
    assertThat(reader.start()).isTrue();
    assertThat(hints(reader)).containsExactly(hint(0, 3, 5));
  }

  @Test
  void skipsDeletedRecords() throws Exception {
    send(0, 0, 8);
    CommittedOffsets.of(group).commit(List.of(range(0, 1)));
    try (Admin admin = Admin.create(group.cluster().clientConfig(Map.of()))) {
      admin.deleteRecords(Map.of(group.partition(0), RecordsToDelete.beforeOffset(5))).all().get();
    }

    List<HeatBatch> batches = new ArrayList<>();
    // The hint is older than the deletion.
    fetchAndCommit(List.of(hint(0, 1, 6)), batches);
    assertThat(values(batches, 0)).containsExactly("5");
    HeatReader reader = reader(StartFrom.EARLIEST, null);
    assertThat(reader.start()).isTrue();
    assertThat(hints(reader)).containsExactly(hint(0, 6, 8));
  }

  @Test
  void groupBeforeFirstRecordStartsAtBeginning() throws Exception {
    send(0, 0, 8);
    CommittedOffsets.of(group).commit(List.of(range(0, 1)));
    try (Admin admin = Admin.create(group.cluster().clientConfig(Map.of()))) {
      admin.deleteRecords(Map.of(group.partition(0), RecordsToDelete.beforeOffset(5))).all().get();
    }

    HeatReader reader = reader(StartFrom.LATEST, null);
    assertThat(reader.start()).isTrue();
    assertThat(hints(reader)).containsExactly(hint(0, 5, 8));
  }

  @Test
  void readsAddedPartitionsFromBeginning() throws Exception {
    try (Admin admin = Admin.create(group.cluster().clientConfig(Map.of()))) {
      admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(3))).all().get();
    }

    Awaitility.await().ignoreExceptions().until(() -> CommittedOffsets.of(group).findTopic() == 3);
    send(2, 0, 2);
    HeatReader reader = reader(StartFrom.EARLIEST, null);
    assertThat(reader.start()).isTrue();
    assertThat(hints(reader)).containsExactly(hint(2, 0, 2));
  }

  @Test
  void groupFromLatestReadsAddedPartitionsFully() throws Exception {
    HeatReader reader = reader(StartFrom.LATEST, null);
    assertThat(reader.start()).isFalse();
    try (Admin admin = Admin.create(group.cluster().clientConfig(Map.of()))) {
      admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(3))).all().get();
    }

    Awaitility.await().until(() -> CommittedOffsets.of(group).findTopic() == 3);
    send(2, 0, 2);
    HeatReader later = reader(StartFrom.LATEST, null);
    assertThat(later.start()).isTrue();
    assertThat(hints(later)).containsExactly(hint(2, 0, 2));
  }

  @Test
  void readsRecreatedTopicFromBeginning() throws Exception {
    send(0, 0, 3);
    HeatReader reader = reader(StartFrom.EARLIEST, null);
    assertThat(reader.start()).isTrue();
    fetchAndCommit(reader.getCurrent(), new ArrayList<>());
    OffsetAndMetadata before;
    try (Admin admin = Admin.create(group.cluster().clientConfig(Map.of()))) {
      before = offsets(admin).get(group.partition(0));
      admin.deleteTopics(List.of(topic)).all().get();
      Awaitility.await().until(() -> CommittedOffsets.of(group).findTopic() == 0);
      assertThat(reader(StartFrom.EARLIEST, null).start()).isFalse();
      HeatTopics.createAbsent(group.cluster(), List.of(topic), 2, (short) 1);
      Awaitility.await().until(() -> CommittedOffsets.of(group).findTopic() == 2);
      send(0, 0, 5);
      // Kafka deletes the offsets of a deleted topic too late for this test.
      admin.alterConsumerGroupOffsets(group.name(), Map.of(group.partition(0), before)).all().get();
    }

    assertThat(before.offset()).isEqualTo(3);
    HeatReader again = reader(StartFrom.EARLIEST, null);
    assertThat(again.start()).isTrue();
    assertThat(hints(again)).containsExactly(hint(0, 0, 5));

    // A checkpoint of the deleted topic is ignored; one of this topic is used.
    group = group.checkpointed();
    Map<Integer, PartitionProgress> progress = Map.of(0, state(3), 1, state(0));
    HeatReader restored =
        reader(StartFrom.EARLIEST, new SourceCheckpoint(Uuid.randomUuid(), progress));
    assertThat(restored.start()).isTrue();
    assertThat(hints(restored)).containsExactly(hint(0, 0, 5));
    HeatReader known =
        reader(
            StartFrom.EARLIEST,
            new SourceCheckpoint(restored.getCheckpointMark().topic(), progress));
    assertThat(known.start()).isTrue();
    assertThat(hints(known)).containsExactly(hint(0, 3, 5));
  }

  @Test
  void outputsPeriodicHintsOfIdlePartition() throws Exception {
    long longAgo = System.currentTimeMillis() - Duration.ofSeconds(40).toMillis();
    long now = System.nanoTime();
    SourceCheckpoint mark =
        new SourceCheckpoint(
            null,
            Map.of(
                0,
                new PartitionProgress(
                    0, now - Duration.ofSeconds(40).toNanos(), Instant.ofEpochMilli(longAgo)),
                1,
                new PartitionProgress(0, now, Instant.ofEpochMilli(longAgo))));

    HeatReader reader = reader(StartFrom.EARLIEST, mark);
    assertThat(reader.start()).isTrue();
    assertThat(hints(reader)).containsExactly(hint(0, 0, 0));
    List<HeatBatch> batches = new ArrayList<>();
    fetchAndCommit(reader.getCurrent(), batches);
    long endMillis = reader.getCurrent().get(0).endMillis();
    assertThat(endMillis).isGreaterThan(longAgo).isLessThanOrEqualTo(System.currentTimeMillis());
    assertThat(batches)
        .containsExactly(new HeatBatch(new OffsetRange(0, 0, 0, endMillis), List.of()));
    assertThat(reader(StartFrom.EARLIEST, reader.getCheckpointMark()).start()).isFalse();
  }

  @Test
  void watermarkFollowsClockOnlyAtPartitionEnd() throws Exception {
    HeatReader idle = reader(StartFrom.EARLIEST, null);
    long before = System.currentTimeMillis();
    assertThat(idle.start()).isFalse();
    assertThat(idle.getWatermark().getMillis())
        .isBetween(before - ALLOWANCE.getMillis(), System.currentTimeMillis());

    send(0, 0, 25);
    HeatReader behind = reader(StartFrom.EARLIEST, null);
    assertThat(behind.start()).isTrue();
    assertThat(behind.getWatermark().getMillis()).isLessThan(0);
    List<HeatBatch> batches = new ArrayList<>();
    fetchAndCommit(behind.getCurrent(), batches);
    awaitHint(behind);
    long lastArrival = batches.get(batches.size() - 1).offsets().arrivalMillis();
    assertThat(behind.getWatermark().getMillis()).isEqualTo(lastArrival - ALLOWANCE.getMillis());
    assertThat(behind.getCurrentTimestamp().getMillis()).isLessThan(0);
  }

  @Test
  void splitsDividePartitions() {
    HeatSource source = source(StartFrom.EARLIEST);
    List<HeatSource> splits = source.split(8, PipelineOptionsFactory.create());

    assertThat(splits).hasSize(2);
    assertThat(splits.get(0).ownPartitions(5)).containsExactly(0, 2, 4);
    assertThat(splits.get(1).ownPartitions(5)).containsExactly(1, 3);
  }

  @Test
  void limitsArrivalToReadTime() throws Exception {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    try (Admin admin = Admin.create(group.cluster().clientConfig(Map.of()))) {
      ConfigEntry producers =
          new ConfigEntry(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "CreateTime");
      admin
          .incrementalAlterConfigs(
              Map.of(resource, List.of(new AlterConfigOp(producers, AlterConfigOp.OpType.SET))))
          .all()
          .get();
    }

    long now = System.currentTimeMillis();
    send(List.of(record(0, now + 1_800_000L, "ahead"), record(0, now - 1_800_000L, "behind")));
    List<HeatBatch> batches = new ArrayList<>();
    fetchAndCommit(List.of(hint(0, 0, 2)), batches);

    List<HeatRecord> records = batches.get(0).records();
    assertThat(records.get(0).arrivalMillis()).isBetween(now, System.currentTimeMillis());
    assertThat(records.get(1).arrivalMillis()).isEqualTo(now - 1_800_000L);
  }

  @Test
  void errorNamesInvalidSetting() {
    ReadHeat read = ReadHeat.from(KafkaCluster.at("localhost:9092"));
    assertThatThrownBy(() -> read.withWatermarkDelay(ALLOWANCE.negated()))
        .hasMessageContaining("PT-2S");
    assertThatThrownBy(() -> read.withMaxInFlightRecords(0))
        .hasMessageContaining("in flight must be positive: 0");
    assertThatThrownBy(() -> read.withBatchReadings(0))
        .hasMessageContaining("batch must be positive: 0");
    assertThatThrownBy(() -> read.withGroup(" ")).hasMessageContaining("group");
  }

  @Test
  void jobStopsWhenAnotherStartsWithItsGroup() {
    send(0, 0, 3);
    ConsumerGroup first = group.ofJob(group.nextJob());
    HeatReader firstReader = reader(first);
    assertThat(firstReader.start()).isTrue();

    // The second job need not wait for the end of the first.
    ConsumerGroup second = group.ofJob(group.nextJob());
    HeatReader secondReader = reader(second);
    assertThat(secondReader.start()).isTrue();
    assertThat(hints(secondReader)).containsExactly(hint(0, 0, 3));

    assertStops(
        () -> {
          // The first call after a hint does not poll.
          firstReader.advance();
          firstReader.advance();
        });
    assertStops(() -> CommittedOffsets.of(first).commit(List.of(range(0, 3))));
    assertThat(CommittedOffsets.of(second).committed(0)).isZero();
    CommittedOffsets.of(second).commit(List.of(range(0, 3)));
    assertThat(CommittedOffsets.of(second).committed(0)).isEqualTo(3);
    secondReader.advance();
  }

  @Test
  void lateCommitOfEarlierJobStopsNoJob() throws Exception {
    ConsumerGroup first = group.ofJob(group.nextJob());
    assertThat(reader(first).start()).isFalse();
    ConsumerGroup second = group.ofJob(group.nextJob());
    HeatReader reader = reader(second);
    assertThat(reader.start()).isFalse();
    send(0, 0, 5);
    // As if the first job had checked the group before the second started.
    commit(new CommitMetadata(1, null, first.job()).at(3));

    awaitHint(reader);
    assertThat(hints(reader)).containsExactly(hint(0, 3, 5));
    assertStops(reader(first)::start);

    commit(new CommitMetadata(1, null, first.job()).at(3));
    CommittedOffsets.of(second).commit(List.of(range(3, 5)));
    assertStops(reader(first)::start);
  }

  @Test
  void oneOfTwoSimultaneousJobsStops() {
    List<ConsumerGroup> jobs =
        Stream.of(group.ofJob(group.nextJob()), group.ofJob(group.nextJob()))
            .sorted(Comparator.comparingLong(ConsumerGroup::job))
            .toList();
    HeatReader loser = reader(jobs.get(0));
    HeatReader winner = reader(jobs.get(1));
    assertThat(loser.start()).isFalse();
    assertThat(winner.start()).isFalse();
    assertStops(loser::advance);
    assertThat(winner.advance()).isFalse();
  }

  @Test
  void finalizedCheckpointCommitsOffsets() throws Exception {
    group = group.checkpointed();
    send(0, 0, 15);
    HeatReader reader = reader(StartFrom.EARLIEST, null);
    assertThat(reader.start()).isTrue();
    assertThat(hints(reader)).containsExactly(hint(0, 0, 10));
    SourceCheckpoint mark = reader.getCheckpointMark();
    awaitHint(reader);
    assertThat(hints(reader)).containsExactly(hint(0, 10, 15));
    assertThat(CommittedOffsets.of(group).committed(0)).isZero();

    mark.finalizeCheckpoint();
    assertThat(CommittedOffsets.of(group).committed(0)).isEqualTo(10);

    // Committed records are fetched again for a repeated hint.
    List<HeatBatch> batches = new ArrayList<>();
    new FetchRecords(group, 4).fetch(List.of(hint(0, 0, 10)), batches::add);
    assertThat(values(batches, 0)).containsExactlyElementsOf(numbers(0, 10));

    // A reader continues from the checkpoint, without one from the committed offset.
    HeatReader restored =
        reader(StartFrom.EARLIEST, new SourceCheckpoint(null, Map.of(0, state(4), 1, state(0))));
    assertThat(restored.start()).isTrue();
    assertThat(hints(restored)).containsExactly(hint(0, 4, 14));
    HeatReader without = reader(StartFrom.EARLIEST, null);
    assertThat(without.start()).isTrue();
    assertThat(hints(without)).containsExactly(hint(0, 10, 15));
  }

  private static PartitionProgress state(long until) {
    return new PartitionProgress(until, System.nanoTime(), Instant.EPOCH);
  }

  @Test
  void continuesFromOffsetsOfFormerVersion() throws Exception {
    send(0, 0, 5);
    Uuid id;
    try (Admin admin = Admin.create(group.cluster().clientConfig(Map.of()))) {
      id = admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic).topicId();
    }

    commit(new OffsetAndMetadata(3, "1795910400000 " + id));
    ConsumerGroup job = group.ofJob(group.nextJob());
    HeatReader reader = reader(job);
    assertThat(reader.start()).isTrue();
    assertThat(hints(reader)).containsExactly(hint(0, 3, 5));
    assertThat(group.nextJob()).isGreaterThan(job.job());
  }

  private static void assertStops(ThrowableAssert.ThrowingCallable step) {
    assertThatThrownBy(step)
        .isInstanceOf(GroupInUseException.class)
        .hasMessageContaining("Another job")
        .hasMessageContaining("--group");
  }

  private void commit(OffsetAndMetadata offset) throws Exception {
    try (Admin admin = Admin.create(group.cluster().clientConfig(Map.of()))) {
      admin.alterConsumerGroupOffsets(group.name(), Map.of(group.partition(0), offset)).all().get();
    }
  }

  private HeatSource source(StartFrom start) {
    return new HeatSource(group, start, ALLOWANCE, 10);
  }

  private HeatReader reader(StartFrom start, SourceCheckpoint mark) {
    return reader(start, mark, SteadyClock.system());
  }

  private HeatReader reader(StartFrom start, SourceCheckpoint mark, SteadyClock clock) {
    return reader(source(start), mark, clock);
  }

  private static HeatReader reader(ConsumerGroup job) {
    HeatSource source = new HeatSource(job, StartFrom.EARLIEST, ALLOWANCE, 10);
    return reader(source, null, SteadyClock.system());
  }

  private static HeatReader reader(HeatSource source, SourceCheckpoint mark, SteadyClock clock) {
    // A runner splits before it creates readers.
    source.split(1, PipelineOptionsFactory.create());
    return new HeatReader(source, mark, clock);
  }

  private static RangeHint hint(int partition, long from, long until) {
    return new RangeHint(partition, from, until, 0);
  }

  /** Returns the current hints without their times. */
  private static List<RangeHint> hints(HeatReader reader) {
    return reader.getCurrent().stream()
        .map(hint -> hint(hint.partition(), hint.from(), hint.until()))
        .toList();
  }

  private static void awaitHint(HeatReader reader) {
    Awaitility.await().until(reader::advance);
  }

  private Map<TopicPartition, OffsetAndMetadata> offsets(Admin admin) throws Exception {
    return admin.listConsumerGroupOffsets(group.name()).partitionsToOffsetAndMetadata().get();
  }

  private void fetchAndCommit(List<RangeHint> hints, List<HeatBatch> batches) throws Exception {
    List<HeatBatch> fetched = new ArrayList<>();
    new FetchRecords(group, 4).fetch(hints, fetched::add);
    CommittedOffsets.of(group)
        .commit(CommitOffsets.joined(fetched.stream().map(HeatBatch::offsets).toList()));
    batches.addAll(fetched);
  }

  private static OffsetRange range(long from, long until) {
    return new OffsetRange(0, from, until, 1);
  }

  private KafkaProducer<byte[], byte[]> transactions() {
    return new KafkaProducer<>(
        group
            .cluster()
            .clientConfig(Map.of(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "transactions-" + topic)),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }

  /** Waits for the transaction marker, which is written some time after the commit. */
  private void awaitEnd(int partition, long end) {
    Awaitility.await()
        .until(
            () ->
                CommittedOffsets.of(group).fetchOffsets(List.of(partition)).get(partition).end()
                    == end);
  }

  private void send(int partition, long from, long until) {
    send(numbers(from, until).stream().map(number -> record(partition, null, number)).toList());
  }

  private ProducerRecord<byte[], byte[]> record(int partition, Long stamp, String value) {
    return new ProducerRecord<>(
        topic, partition, stamp, null, value.getBytes(StandardCharsets.UTF_8));
  }

  private void send(List<ProducerRecord<byte[], byte[]>> records) {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            group.cluster().clientConfig(Map.of()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (ProducerRecord<byte[], byte[]> record : records) {
        Future<RecordMetadata> unused = producer.send(record);
      }
    }
  }

  private static List<String> numbers(long from, long until) {
    return LongStream.range(from, until).mapToObj(Long::toString).toList();
  }

  private static List<String> values(List<HeatBatch> batches, int partition) {
    return batches.stream()
        .filter(batch -> batch.offsets().partition() == partition)
        .flatMap(batch -> batch.records().stream())
        .map(record -> new String(record.value(), StandardCharsets.UTF_8))
        .toList();
  }
}
