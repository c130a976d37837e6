package io.pfss.runners.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.pfss.pipeline.PfssOptions;
import io.pfss.pipeline.PfssPipeline;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;

/**
 * The end-to-end test that PFSS passes on every runner: numbered readings and malformed records go in,
 * and every one of them is looked for in every sink.
 */
public final class EndToEnd {
  private static final int READINGS = 10_000;
  private static final Duration POLL = Duration.ofSeconds(1);

  private final String bootstrapServers;
  private final String influxUrl;
  private final Path warehouse;
  private final String model;

  /**
   * A test with real parts.
   *
   * @param bootstrapServers of a Kafka without the topics
   * @param influxUrl of an InfluxDB without the database
   * @param warehouse an absent folder
   * @param model the folder of a model version
   */
  public EndToEnd(String bootstrapServers, String influxUrl, Path warehouse, Path model) {
    this.bootstrapServers = bootstrapServers;
    this.influxUrl = influxUrl;
    this.warehouse = warehouse;
    this.model = model.toString();
  }

  /**
   * Runs the pipeline and looks at its sinks.
   *
   * @param limit for readings to reach each sink
   * @param runnerArguments what the runner needs: its name first
   */
  public void run(Duration limit, String... runnerArguments) throws Exception {
    PfssOptions options =
        PipelineOptionsFactory.fromArgs(runnerArguments).create().as(PfssOptions.class);
    options.setBootstrapServers(bootstrapServers);
    options.setInfluxUrl(influxUrl);
    options.setWarehouse(warehouse.toString());
    options.setModel(model);
    options.setWindow("5s");
    PfssPipeline.createAbsentTopics(options);
    List<NumberedRecord> sent =
        NumberedRecords.send(
            bootstrapServers, options.getHeatTopic(), READINGS, System.currentTimeMillis());
    long malformed = sent.stream().filter(record -> record.reading().isEmpty()).count();

    PipelineResult result = PfssPipeline.create(options).run();
    try {
      // All windows close while the pipeline runs: nothing is left for its end.
      await(limit, () -> assertThat(scores(options)).hasSizeGreaterThanOrEqualTo(READINGS));
      await(
          limit,
          () -> assertThat(deadLetters(options)).hasSizeGreaterThanOrEqualTo((int) malformed));
      await(
          limit,
          () -> assertThat(ParquetContent.readAll(warehouse)).hasSizeGreaterThanOrEqualTo(READINGS));
    } finally {
      result.cancel();
    }

    SinkAudit audit = new SinkAudit(sent);
    audit.warehouse(ParquetContent.readAll(warehouse));
    audit.scores(options.getHeatTopic(), scores(options));
    audit.points(
        InfluxContent.query(
            influxUrl, options.getInfluxDatabase(), "SELECT * FROM sensor_measurement"));
    audit.deadLetters(options.getHeatTopic(), deadLetters(options));
  }

  private List<ConsumerRecord<byte[], byte[]>> scores(PfssOptions options) {
    return TopicContent.readAll(bootstrapServers, options.getScoreTopic());
  }

  private List<ConsumerRecord<byte[], byte[]>> deadLetters(PfssOptions options) {
    return TopicContent.readAll(bootstrapServers, options.getDeadLetterTopic());
  }

  private static void await(Duration limit, Check check) {
    Awaitility.await()
        .atMost(limit)
        .pollInterval(POLL)
        .ignoreException(IOException.class)
        .untilAsserted(check::run);
  }

  private interface Check {
    void run() throws IOException;
  }
}
