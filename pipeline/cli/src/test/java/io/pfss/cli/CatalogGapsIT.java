// SPDX-License-Identifier: Apache-2.0
package io.pfss.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.pfss.models.reading.HeatReading;
import io.pfss.pipeline.catalog.CatalogSettings;
import io.pfss.pipeline.catalog.WarehouseCatalog;
import io.pfss.pipeline.element.ParsedBatch;
import io.pfss.pipeline.element.ReceivedReading;
import io.pfss.pipeline.element.SourceOffset;
import io.pfss.pipeline.kafka.HeatTopics;
import io.pfss.pipeline.kafka.KafkaCluster;
import io.pfss.pipeline.kafka.SourceHeaders;
import io.pfss.pipeline.sink.DeadLetterSink;
import io.pfss.pipeline.warehouse.WriteWarehouse;
import io.pfss.trials.stack.KafkaBroker;
import io.pfss.trials.stack.SharedServers;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.LongStream;
import org.apache.beam.runners.direct.DirectRunner;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.Create;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The command that tells operators whether readings are lost. */
@ExtendWith(SharedServers.class)
class CatalogGapsIT {
  @TempDir Path folder;

  @Test
  void statusShowsWhetherReadingsAreLost(KafkaBroker broker) throws Exception {
    String heat = "heat-" + UUID.randomUUID();
    KafkaCluster cluster = KafkaCluster.at(broker.bootstrapServers());
    HeatTopics.createAbsent(cluster, List.of(heat), 1, (short) 1);
    HeatTopics.createAbsentDeadLetters(cluster, "dlq-" + heat, 1, (short) 1);
    CatalogSettings settings = CatalogSettings.inFile(folder.resolve("catalog.db").toString());
    WarehouseCatalog.prepare(settings, folder.resolve("warehouse").toString());
    String[] withKafka = {
      "--bootstrap-servers=" + broker.bootstrapServers(),
      "--heat-topic=" + heat,
      "--dead-letter-topic=dlq-" + heat,
      "--group=" + heat
    };

    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            cluster.clientConfig(Map.of()), new ByteArraySerializer(), new ByteArraySerializer())) {
      for (int i = 0; i < 9; i++) {
        producer.send(new ProducerRecord<>(heat, new byte[] {'{', '}'})).get();
      }

      producer.flush();
      write(settings, 0, 2, 6, 8);
      assertThat(gaps(settings).status()).isZero();
      assertThat(gaps(settings).out())
          .containsSubsequence("PARTITION  KIND", "0          unexplained  5        1, 3-5, 7")
          .contains("Set --bootstrap-servers");
      Outcome wrongGroup = gaps(settings, withKafka);
      assertThat(wrongGroup.status()).isEqualTo(2);
      assertThat(wrongGroup.err()).contains("Group " + heat + " has no committed offset");

      try (Admin admin = Admin.create(cluster.clientConfig(Map.of()))) {
        admin
            .alterConsumerGroupOffsets(
                heat, Map.of(new TopicPartition(heat, 0), new OffsetAndMetadata(9)))
            .all()
            .get();
      }

      producer.send(deadLetter(heat, 1)).get();
      producer.send(deadLetter(heat, 7)).get();
      producer.flush();
      Outcome lost = gaps(settings, withKafka);
      assertThat(lost.status()).as(lost.err()).isEqualTo(1);
      assertThat(lost.out())
          .containsSubsequence(
              "PARTITION  KIND         OFFSETS  RANGES",
              "0          dead letter  2        1, 7",
              "0          loss         3        3-5",
              "LOST: 3 records of " + heat);

      write(settings, 3, 4, 5);
      Outcome complete = gaps(settings, withKafka);
      assertThat(complete.status()).as(complete.err()).isZero();
      assertThat(complete.out()).contains("dead letter").doesNotContainIgnoringCase("los");
    }
  }

  /** Status 1 is reserved for a loss. */
  @Test
  void otherFailuresHaveStatusTwo() throws Exception {
    CatalogSettings settings = CatalogSettings.inFile(folder.resolve("catalog.db").toString());
    Path warehouse = folder.resolve("warehouse");
    WarehouseCatalog.prepare(settings, warehouse.toString());
    Files.writeString(
        Files.createDirectories(warehouse.resolve("_segments"))
            .resolve("20260301T093000Z-20260301T093100Z-s0-0.seg"),
        "no segment");
    Outcome broken = gaps(settings);
    assertThat(broken.status()).as(broken.err()).isEqualTo(2);

    Files.move(warehouse, folder.resolve("moved"));
    Outcome absent = gaps(settings);
    assertThat(absent.status()).as(absent.err()).isEqualTo(2);
    assertThat(absent.err())
        .contains("that do not exist here: run this on a machine", warehouse.toString())
        .hasLineCount(1);
  }

  private static ProducerRecord<byte[], byte[]> deadLetter(String heat, long offset) {
    ProducerRecord<byte[], byte[]> deadLetter =
        new ProducerRecord<>("dlq-" + heat, new byte[] {'{', '}'});
    Map.of(
            DeadLetterSink.ERROR_CODE,
            "SCHEMA",
            SourceHeaders.TOPIC,
            heat,
            SourceHeaders.PARTITION,
            "0",
            SourceHeaders.OFFSET,
            Long.toString(offset))
        .forEach((name, text) -> deadLetter.headers().add(name, SourceHeaders.text(text)));
    return deadLetter;
  }

  private void write(CatalogSettings settings, long... offsets) {
    PipelineOptions options = PipelineOptionsFactory.create();
    options.setRunner(DirectRunner.class);
    Pipeline pipeline = Pipeline.create(options);
    List<ReceivedReading> readings =
        LongStream.of(offsets)
            .mapToObj(
                offset ->
                    new ReceivedReading(
                        HeatReading.builder(1, 1_700_000_000_000L).build(),
                        new SourceOffset(0, offset),
                        1_700_000_000_000L))
            .toList();
    pipeline
        .apply(Create.of(ParsedBatch.of(readings)))
        .apply(WriteWarehouse.to(folder.resolve("warehouse").toString()).inCatalog(settings));
    pipeline.run().waitUntilFinish();
  }

  private static Outcome gaps(CatalogSettings settings, String... more) {
    List<String> args =
        new ArrayList<>(List.of("catalog", "gaps", "--catalog-url=" + settings.url()));
    args.addAll(List.of(more));
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int status =
        Pfss.run(
            args.toArray(String[]::new), new PrintWriter(out, true), new PrintWriter(err, true));
    return new Outcome(status, out.toString(), err.toString());
  }

  private record Outcome(int status, String out, String err) {}
}
