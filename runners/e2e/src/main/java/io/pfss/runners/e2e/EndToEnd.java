package io.pfss.runners.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.pfss.pipeline.PfssOptions;
import io.pfss.pipeline.PfssPipeline;
import io.pfss.runners.stack.InfluxBinary;
import io.pfss.runners.stack.InfluxServer;
import io.pfss.runners.stack.KafkaBroker;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;

/**
 * The end-to-end test that PFSS passes on every runner: numbered readings and malformed records go
 * in, and every one of them is looked for in every sink.
 */
public final class EndToEnd {
  private static final int READINGS = 10_000;
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final Path HOME = Path.of(System.getProperty("pfss.home"));

  private final String bootstrapServers;
  private final String influxUrl;
  private final Path warehouse;

  private EndToEnd(String bootstrapServers, String influxUrl, Path warehouse) {
    this.bootstrapServers = bootstrapServers;
    this.influxUrl = influxUrl;
    this.warehouse = warehouse;
  }

  /**
   * Runs the test with a broker and an influxd of its own.
   *
   * @param folder an empty one
   * @param limit for readings to reach each sink
   * @param runnerArguments what the runner needs: its name first
   */
  public static void run(Path folder, Duration limit, String... runnerArguments) throws Exception {
    Path influxd = InfluxBinary.find(HOME.resolve("target/cache")).path().orElseThrow();
    try (KafkaBroker kafka =
            KafkaBroker.start(HOME.resolve("runners/broker"), folder.resolve("kafka"));
        InfluxServer influx = InfluxServer.start(influxd, folder.resolve("influxdb"))) {
      new EndToEnd(kafka.bootstrapServers(), influx.url().toString(), folder.resolve("warehouse"))
          .run(limit, runnerArguments);
    }
  }

  private void run(Duration limit, String... runnerArguments) throws Exception {
    PfssOptions options =
        PipelineOptionsFactory.fromArgs(runnerArguments).create().as(PfssOptions.class);
    options.setBootstrapServers(bootstrapServers);
    options.setInfluxUrl(influxUrl);
    options.setWarehouse(warehouse.toString());
    options.setModel(HOME.resolve("models/heat-forest/1").toString());
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
          () ->
              assertThat(ParquetContent.readAll(warehouse)).hasSizeGreaterThanOrEqualTo(READINGS));
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
