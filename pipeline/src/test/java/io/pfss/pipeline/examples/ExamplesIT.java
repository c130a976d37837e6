// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.pfss.models.reading.HeatJson;
import io.pfss.models.soh.ModelStore;
import io.pfss.models.soh.SohModel;
import io.pfss.pipeline.Readings;
import io.pfss.pipeline.element.ScoredReading;
import io.pfss.pipeline.influx.InfluxDestination;
import io.pfss.pipeline.influx.InfluxSink;
import io.pfss.pipeline.kafka.HeatTopics;
import io.pfss.pipeline.kafka.KafkaCluster;
import io.pfss.pipeline.kafka.TopicScan;
import io.pfss.pipeline.score.ScoreJson;
import io.pfss.pipeline.warehouse.ParquetRows;
import io.pfss.pipeline.warehouse.WriteWarehouse;
import io.pfss.trials.stack.InfluxServer;
import io.pfss.trials.stack.KafkaBroker;
import io.pfss.trials.stack.SharedServers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.beam.runners.direct.DirectOptions;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.influxdb.InfluxDB;
import org.influxdb.InfluxDBFactory;
import org.influxdb.dto.Query;
import org.influxdb.dto.QueryResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SharedServers.class)
class ExamplesIT {
  private static final String MODEL =
      Path.of(System.getProperty("pfss.home"), "models", "heat-forest", "3").toString();
  private static final long NOW = System.currentTimeMillis();

  @TempDir Path folder;

  @Test
  void deliversKafkaReadingsToEverySink(InfluxServer influx) throws Exception {
    Path home = Path.of(System.getProperty("pfss.home"));
    // A separate broker, because the example has fixed topic names.
    try (KafkaBroker broker =
        KafkaBroker.start(home.resolve("runners/trials/broker"), folder.resolve("broker"))) {
      KafkaCluster cluster = KafkaCluster.at(broker.bootstrapServers());
      HeatTopics.createAbsent(cluster, List.of("heat", "heat_pf", "heat_dlq"), 2, (short) 1);
      send(cluster);
      WriteWarehouse warehouse = WriteWarehouse.to(folder.resolve("warehouse").toString());
      DirectOptions options = PipelineOptionsFactory.create().as(DirectOptions.class);
      options.setBlockOnRun(false);
      Pipeline pipeline = Pipeline.create(options);
      ScoreKafka.addTo(
          pipeline, broker.bootstrapServers(), MODEL, sink(influx, "kafka"), warehouse);
      PipelineResult result = pipeline.run();
      Awaitility.await()
          .atMost(Duration.ofMinutes(2))
          .untilAsserted(
              () -> {
                assertThat(values(cluster, "heat_pf"))
                    .containsExactlyInAnyOrderElementsOf(expectedScores());
                assertThat(values(cluster, "heat_dlq")).containsExactlyInAnyOrder("{}", "none");
                assertThat(points(influx, "kafka")).isEqualTo(100);
                assertThat(rows() + warehouse.unmerged()).isEqualTo(100);
              });
      result.cancel();
      warehouse.mergeAllSegments();
    }

    assertThat(ParquetRows.all(folder.resolve("warehouse")))
        .extracting(row -> row.get("kafka_partition") + "/" + row.get("kafka_offset"))
        .doesNotHaveDuplicates()
        .hasSize(100);
  }

  /** Runs twice; the second run finds its readings in the warehouse. */
  @Test
  void deliversFileReadingsToEverySinkOnce(InfluxServer influx) throws Exception {
    Path file = folder.resolve("readings.jsonl");
    Files.write(
        file,
        Stream.concat(
                IntStream.range(0, 100).mapToObj(i -> new String(json(i), StandardCharsets.UTF_8)),
                Stream.of("{}"))
            .toList());
    for (int run = 0; run < 2; run++) {
      Pipeline pipeline = Pipeline.create();
      ScoreFiles.addTo(
          pipeline,
          file.toString(),
          folder.resolve("rejected").toString(),
          MODEL,
          sink(influx, "files"),
          WriteWarehouse.to(folder.resolve("warehouse").toString()));
      pipeline.run().waitUntilFinish();
    }

    assertThat(ParquetRows.all(folder.resolve("warehouse")))
        .extracting(row -> row.get("r_active_power"))
        .doesNotHaveDuplicates()
        .hasSize(100);
    assertThat(points(influx, "files")).isEqualTo(100);
    List<String> rejected = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path each : files.filter(any -> any.toString().contains("rejected")).toList()) {
        rejected.addAll(Files.readAllLines(each));
      }
    }

    assertThat(rejected).containsExactly("sensor_id is missing");
  }

  private static List<String> expectedScores() throws Exception {
    SohModel model = ModelStore.load(ModelStore.localFolder(Path.of(MODEL)));
    return IntStream.range(0, 100)
        .mapToObj(i -> Readings.at(NOW - i * 10L, i))
        .map(each -> new ScoredReading(each, model.score(each.reading()), model.version()))
        .map(scored -> new String(ScoreJson.write(scored), StandardCharsets.UTF_8))
        .toList();
  }

  private int rows() throws IOException {
    return ParquetRows.all(folder.resolve("warehouse")).size();
  }

  private static InfluxSink sink(InfluxServer influx, String database) {
    return InfluxSink.to(influx.url().toString())
        .withDestination(new InfluxDestination.Database("examples_" + database, "day", "", null));
  }

  private static void send(KafkaCluster cluster) throws Exception {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            cluster.clientConfig(Map.of()), new ByteArraySerializer(), new ByteArraySerializer())) {
      for (int i = 0; i < 100; i++) {
        producer.send(new ProducerRecord<>("heat", json(i))).get();
      }

      for (String bad : List.of("{}", "none")) {
        producer.send(new ProducerRecord<>("heat", bad.getBytes(StandardCharsets.UTF_8))).get();
      }
    }
  }

  private static byte[] json(int number) {
    return HeatJson.write(Readings.at(NOW - number * 10L, number).reading());
  }

  private static List<String> values(KafkaCluster cluster, String topic) {
    List<String> values = new ArrayList<>();
    TopicScan.read(
        cluster, topic, record -> values.add(new String(record.value(), StandardCharsets.UTF_8)));
    return values;
  }

  private static int points(InfluxServer influx, String database) {
    try (InfluxDB client = InfluxDBFactory.connect(influx.url().toString())) {
      List<QueryResult.Series> series =
          client
              .query(new Query("SELECT * FROM sensor_measurement", "examples_" + database))
              .getResults()
              .get(0)
              .getSeries();
      return series == null ? 0 : series.get(0).getValues().size();
    }
  }
}
