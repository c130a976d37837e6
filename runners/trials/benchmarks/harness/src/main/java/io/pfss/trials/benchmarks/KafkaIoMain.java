// SPDX-License-Identifier: Apache-2.0
package io.pfss.trials.benchmarks;

import io.pfss.pipeline.element.ReceivedReading;
import io.pfss.pipeline.element.ScoredReading;
import io.pfss.pipeline.influx.InfluxSink;
import io.pfss.pipeline.io.HeatIO;
import io.pfss.pipeline.io.InfluxIO;
import io.pfss.pipeline.io.RawReading;
import io.pfss.pipeline.io.WarehouseIO;
import io.pfss.pipeline.score.ScoreJson;
import io.pfss.pipeline.warehouse.WriteWarehouse;
import io.pfss.runners.spark.SparkSetup;
import java.util.ArrayList;
import java.util.Map;
import org.apache.beam.runners.spark.SparkPipelineOptions;
import org.apache.beam.runners.spark.SparkRunner;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.Pipeline.PipelineExecutionException;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.io.kafka.KafkaIO;
import org.apache.beam.sdk.io.kafka.KafkaRecord;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Runs the same job on SparkRunner with Beam's KafkaIO as source and sink and PFSS's transforms of
 * single elements, to measure the cost and the losses of KafkaIO.
 */
final class KafkaIoMain {
  private static final TypeDescriptor<KV<String, byte[]>> SCORE = new TypeDescriptor<>() {};

  /**
   * The maximum number of records in a batch. Without it, the first batch after a stop would read
   * the whole topic.
   */
  private static final long MAX_RECORDS = 100_000;

  private KafkaIoMain() {}

  /**
   * Runs until it is stopped.
   *
   * @param args Kafka's address, the topic of scores, the folder of the warehouse, InfluxDB's
   *     address, the model's folder, {@code earliest} or {@code latest}, and the folder of Spark's
   *     checkpoints
   */
  public static void main(String[] args) {
    SparkSetup.setLocal();
    SparkPipelineOptions options =
        PipelineOptionsFactory.fromArgs("--experiments=use_deprecated_read")
            .as(SparkPipelineOptions.class);
    options.setRunner(SparkRunner.class);
    options.setStreaming(true);
    options.setSparkMaster("local[2]");
    options.setCheckpointDir(args[6]);
    options.setBatchIntervalMillis(1000L);
    options.setReadTimePercentage(0.5);
    options.setMaxRecordsPerBatch(MAX_RECORDS);
    Pipeline pipeline = Pipeline.create(options);
    KafkaIO.Read<byte[], byte[]> heat =
        KafkaIO.readBytes()
            .withBootstrapServers(args[0])
            .withTopic(Bench.HEAT_TOPIC)
            .withConsumerConfigUpdates(
                Map.of(
                    ConsumerConfig.GROUP_ID_CONFIG, args[1],
                    ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, args[5]))
            .commitOffsetsInFinalize();
    PCollection<ReceivedReading> readings =
        pipeline
            .apply("Read", heat)
            .apply(MapElements.into(TypeDescriptor.of(RawReading.class)).via(KafkaIoMain::raw))
            .apply(HeatIO.parse())
            .failuresTo(new ArrayList<>());
    readings.apply(WarehouseIO.write(WriteWarehouse.to(args[2])));
    PCollection<ScoredReading> scored =
        readings.apply(HeatIO.score(args[4])).failuresTo(new ArrayList<>());
    scored.apply(InfluxIO.write(InfluxSink.to(args[3])));
    scored
        .apply("Score records", MapElements.into(SCORE).via(KafkaIoMain::record))
        .apply(
            "Write scores",
            KafkaIO.<String, byte[]>write()
                .withBootstrapServers(args[0])
                .withTopic(args[1])
                .withKeySerializer(StringSerializer.class)
                .withValueSerializer(ByteArraySerializer.class));
    PipelineResult result = pipeline.run();
    System.out.println("The pipeline runs");
    try {
      result.waitUntilFinish();
    } catch (PipelineExecutionException e) {
      // Spark's threads would keep the process alive.
      e.printStackTrace();
      System.exit(1);
    }
  }

  private static RawReading raw(KafkaRecord<byte[], byte[]> record) {
    byte[] json = record.getKV().getValue();
    return RawReading.of(json, record.getPartition(), record.getOffset(), record.getTimestamp());
  }

  private static KV<String, byte[]> record(ScoredReading scored) {
    return KV.of(Long.toString(scored.received().reading().sensorId()), ScoreJson.write(scored));
  }
}
