// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.examples;

import io.pfss.pipeline.element.DeadLetter;
import io.pfss.pipeline.element.ReceivedReading;
import io.pfss.pipeline.element.ScoredReading;
import io.pfss.pipeline.influx.InfluxSink;
import io.pfss.pipeline.io.HeatIO;
import io.pfss.pipeline.io.InfluxIO;
import io.pfss.pipeline.io.RawReading;
import io.pfss.pipeline.io.WarehouseIO;
import io.pfss.pipeline.score.ScoreJson;
import io.pfss.pipeline.warehouse.WriteWarehouse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.io.kafka.KafkaIO;
import org.apache.beam.sdk.io.kafka.KafkaRecord;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Scores readings from KafkaIO, and writes scores and dead letters to Kafka by KafkaIO. */
final class ScoreKafka {
  private static final TypeDescriptor<KV<String, byte[]>> RECORD = new TypeDescriptor<>() {};

  private ScoreKafka() {}

  static void addTo(
      Pipeline pipeline, String kafka, String model, InfluxSink influx, WriteWarehouse warehouse) {
    List<PCollection<DeadLetter>> dead = new ArrayList<>();
    PCollection<ReceivedReading> readings =
        pipeline
            .apply(
                KafkaIO.readBytes()
                    .withBootstrapServers(kafka)
                    .withTopic("heat")
                    .withConsumerConfigUpdates(Map.of("auto.offset.reset", "earliest")))
            .apply(MapElements.into(TypeDescriptor.of(RawReading.class)).via(ScoreKafka::raw))
            .apply(HeatIO.parse())
            .failuresTo(dead);
    readings.apply(WarehouseIO.write(warehouse)).failuresTo(dead);
    PCollection<ScoredReading> scored = readings.apply(HeatIO.score(model)).failuresTo(dead);
    scored.apply(InfluxIO.write(influx)).failuresTo(dead);
    scored
        .apply(MapElements.into(RECORD).via(each -> KV.of(sensor(each), ScoreJson.write(each))))
        .apply("Write scores", to(kafka, "heat_pf"));
    PCollectionList.of(dead)
        .apply(Flatten.pCollections())
        .apply(MapElements.into(TypeDescriptor.of(byte[].class)).via(DeadLetter::value))
        .apply("Write dead letters", to(kafka, "heat_dlq").values());
  }

  private static RawReading raw(KafkaRecord<byte[], byte[]> record) {
    byte[] json = record.getKV().getValue();
    return RawReading.of(json, record.getPartition(), record.getOffset(), record.getTimestamp());
  }

  private static String sensor(ScoredReading scored) {
    return Long.toString(scored.received().reading().sensorId());
  }

  private static KafkaIO.Write<String, byte[]> to(String kafka, String topic) {
    return KafkaIO.<String, byte[]>write()
        .withBootstrapServers(kafka)
        .withTopic(topic)
        .withKeySerializer(StringSerializer.class)
        .withValueSerializer(ByteArraySerializer.class);
  }
}
