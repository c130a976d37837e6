// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.io;

import static org.assertj.core.api.Assertions.assertThat;

import io.pfss.models.reading.HeatJson;
import io.pfss.pipeline.Readings;
import io.pfss.pipeline.element.DeadLetter;
import io.pfss.pipeline.element.ReceivedReading;
import io.pfss.pipeline.element.ScoredReading;
import io.pfss.pipeline.element.ScoredReadingCoder;
import io.pfss.pipeline.influx.InfluxDestination;
import io.pfss.pipeline.influx.InfluxSink;
import io.pfss.pipeline.kafka.HeatTopics;
import io.pfss.pipeline.kafka.KafkaCluster;
import io.pfss.pipeline.score.Scores;
import io.pfss.pipeline.source.ReadHeat;
import io.pfss.pipeline.warehouse.ParquetRows;
import io.pfss.pipeline.warehouse.WriteWarehouse;
import io.pfss.trials.stack.InfluxServer;
import io.pfss.trials.stack.KafkaBroker;
import io.pfss.trials.stack.SharedServers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.apache.beam.runners.direct.DirectOptions;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestStream;
import org.apache.beam.sdk.transforms.WithFailures.Result;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.IntervalWindow;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TimestampedValue;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.influxdb.InfluxDB;
import org.influxdb.InfluxDBFactory;
import org.influxdb.dto.Query;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SharedServers.class)
class ElementsIT {
  private static final Duration MINUTE = Duration.standardMinutes(1);

  @TempDir Path folder;

  @Test
  void refusedPointIsDeadLetterInWindowOfElement(InfluxServer server) {
    TestPipeline pipeline = TestPipeline.create().enableAbandonedNodeEnforcement(false);
    long now = System.currentTimeMillis();
    // Older than the retention policy allows.
    ScoredReading old = Scores.warning(now - TimeUnit.HOURS.toMillis(30), 2);
    Result<PCollection<ScoredReading>, DeadLetter> written =
        pipeline
            .apply(
                TestStream.create(ScoredReadingCoder.of())
                    .addElements(at(Scores.warning(now, 1), 10_000), at(old, 70_000))
                    .advanceWatermarkToInfinity())
            .apply(Window.into(FixedWindows.of(MINUTE)))
            .apply(
                InfluxIO.write(
                    InfluxSink.to(server.url().toString())
                        .withDestination(
                            new InfluxDestination.Database("elements", "day", "", null))));

    PAssert.that(written.output())
        .inWindow(minute(0))
        .satisfies(
            all -> {
              assertThat(all).extracting(each -> each.received().position().offset()).contains(1L);
              return null;
            });
    PAssert.that(written.output()).inWindow(minute(1)).empty();
    PAssert.that(written.failures())
        .inWindow(minute(1))
        .satisfies(
            all -> {
              assertThat(all)
                  .singleElement()
                  .satisfies(deadLetter -> assertThat(deadLetter.position().offset()).isEqualTo(2))
                  .satisfies(
                      deadLetter -> assertThat(deadLetter.message()).contains("retention policy"));
              return null;
            });
    pipeline.run().waitUntilFinish();

    try (InfluxDB influx = InfluxDBFactory.connect(server.url().toString())) {
      assertThat(
              influx
                  .query(new Query("SELECT * FROM sensor_measurement", "elements"))
                  .getResults()
                  .get(0)
                  .getSeries()
                  .get(0)
                  .getValues())
          .hasSize(1);
    }
  }

  /**
   * A second run continues where the first has stopped. Readings that both read are stored once.
   */
  @Test
  void runContinuesAtOffsetsOfEarlierCheckpoint(KafkaBroker broker) throws Exception {
    KafkaCluster cluster = KafkaCluster.at(broker.bootstrapServers());
    String topic = "elements-" + UUID.randomUUID();
    HeatTopics.createAbsent(cluster, List.of(topic), 2, (short) 1);
    ReadHeat source = ReadHeat.from(cluster).withTopic(topic).withGroup(topic);
    long now = System.currentTimeMillis();
    for (int run = 0; run < 2; run++) {
      send(cluster, topic, now + run * 1_000L);
      long readings = (run + 1) * 100L;
      runUntil(source, () -> committed(cluster, topic) == readings);
    }

    assertThat(ParquetRows.all(folder))
        .extracting(row -> row.get("kafka_partition") + "/" + row.get("kafka_offset"))
        .doesNotHaveDuplicates()
        .hasSize(200);
    assertThat(ParquetRows.all(folder))
        .extracting(row -> row.get("r_active_power"))
        .doesNotHaveDuplicates();
  }

  private void runUntil(ReadHeat source, Callable<Boolean> isDone) throws IOException {
    PipelineOptions options = PipelineOptionsFactory.create();
    options.as(DirectOptions.class).setBlockOnRun(false);
    TestPipeline pipeline = TestPipeline.fromOptions(options).enableAbandonedNodeEnforcement(false);
    WriteWarehouse warehouse = WriteWarehouse.to(folder.toString());
    pipeline
        .apply(HeatIO.read(source))
        .failuresTo(new ArrayList<>())
        .apply(WarehouseIO.write(warehouse));
    PipelineResult result = pipeline.run();
    Awaitility.await().atMost(java.time.Duration.ofMinutes(1)).until(isDone);
    result.cancel();
    warehouse.mergeAllSegments();
  }

  private static long committed(KafkaCluster cluster, String group) throws Exception {
    try (Admin admin = Admin.create(cluster.clientConfig(Map.of()))) {
      return admin
          .listConsumerGroupOffsets(group)
          .partitionsToOffsetAndMetadata()
          .get()
          .values()
          .stream()
          .mapToLong(OffsetAndMetadata::offset)
          .sum();
    }
  }

  private static void send(KafkaCluster cluster, String topic, long millis) throws Exception {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            cluster.clientConfig(Map.of()), new ByteArraySerializer(), new ByteArraySerializer())) {
      for (int i = 0; i < 100; i++) {
        ReceivedReading reading = Readings.at(millis + i, millis + i);
        producer
            .send(new ProducerRecord<>(topic, i % 2, null, HeatJson.write(reading.reading())))
            .get();
      }
    }
  }

  private static <T> TimestampedValue<T> at(T value, long millis) {
    return TimestampedValue.of(value, Instant.ofEpochMilli(millis));
  }

  private static IntervalWindow minute(int number) {
    return new IntervalWindow(Instant.ofEpochMilli(number * 60_000L), MINUTE);
  }
}
