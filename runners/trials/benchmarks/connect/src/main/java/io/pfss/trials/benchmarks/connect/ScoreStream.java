// SPDX-License-Identifier: Apache-2.0
package io.pfss.trials.benchmarks.connect;

import com.fasterxml.jackson.core.JsonGenerator;
import io.pfss.models.reading.HeatJson;
import io.pfss.models.reading.HeatReading;
import io.pfss.models.reading.InvalidReadingException;
import io.pfss.models.reading.Measure;
import io.pfss.models.soh.PowerFactors;
import io.pfss.models.soh.SohModel;
import io.pfss.models.soh.SohScore;
import io.pfss.models.soh.SohState;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;

/**
 * Scores readings with Kafka Streams, PFSS's parser and PFSS's model. At least once, as is usual,
 * with a commit every second in place of every 30 s, so that a kill repeats less.
 */
final class ScoreStream {
  private static final int THREADS = 2;
  private static final int TYPICAL_BYTES = 256;

  private ScoreStream() {}

  /** Returns the stream, not started. */
  static KafkaStreams of(
      String bootstrapServers, String scoreTopic, SohModel model, String start, String folder) {
    StreamsBuilder builder = new StreamsBuilder();
    builder.<byte[], byte[]>stream("heat").flatMapValues(json -> score(model, json)).to(scoreTopic);
    Properties settings = new Properties();
    settings.putAll(
        Map.of(
            StreamsConfig.BOOTSTRAP_SERVERS_CONFIG,
            bootstrapServers,
            StreamsConfig.APPLICATION_ID_CONFIG,
            scoreTopic + "-streams",
            StreamsConfig.STATE_DIR_CONFIG,
            folder + "/streams",
            StreamsConfig.NUM_STREAM_THREADS_CONFIG,
            THREADS,
            StreamsConfig.COMMIT_INTERVAL_MS_CONFIG,
            1000,
            StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG,
            Serdes.ByteArraySerde.class,
            StreamsConfig.DEFAULT_VALUE_SERDE_CLASS_CONFIG,
            Serdes.ByteArraySerde.class));
    settings.putAll(
        Map.of(
            // A new process takes the place of a killed one at once.
            ConsumerConfig.GROUP_INSTANCE_ID_CONFIG,
            "score",
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
            start,
            ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
            5000,
            StreamsConfig.producerPrefix(ProducerConfig.ACKS_CONFIG),
            "all",
            StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG),
            "lz4",
            StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG),
            5,
            StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG),
            256 * 1024));
    KafkaStreams streams = new KafkaStreams(builder.build(), settings);
    streams.setUncaughtExceptionHandler(
        problem -> {
          problem.printStackTrace();
          return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        });
    return streams;
  }

  /** Returns the record of a score; none for what is no reading. */
  private static List<byte[]> score(SohModel model, byte[] json) {
    try {
      HeatReading reading = HeatJson.read(json);
      SohScore score = model.score(reading);
      return List.of(
          HeatJson.object(
              TYPICAL_BYTES, generator -> write(generator, reading, score, model.version())));
    } catch (InvalidReadingException e) {
      return List.of();
    }
  }

  private static void write(JsonGenerator json, HeatReading reading, SohScore score, String model)
      throws IOException {
    PowerFactors powerFactors = score.powerFactors();
    json.writeNumberField(HeatJson.SENSOR_ID, reading.sensorId());
    json.writeNumberField(HeatJson.TIMESTAMP, reading.eventTimeMillis() / 1000.0);
    HeatJson.writeNumber(json, Measure.TEMPERATURE.jsonName(), score.temperature());
    HeatJson.writeNumber(json, "pf", powerFactors.average());
    HeatJson.writeNumber(json, "R_pf", powerFactors.r());
    HeatJson.writeNumber(json, "S_pf", powerFactors.s());
    HeatJson.writeNumber(json, "T_pf", powerFactors.t());
    json.writeStringField("pred", score.state().map(SohState::label).orElse(null));
    json.writeStringField("model", model);
    if (score.state().isPresent()) {
      json.writeArrayFieldStart("proba");
      for (SohState state : SohState.ALL) {
        json.writeNumber(score.probability(state));
      }

      json.writeEndArray();
    }
  }
}
