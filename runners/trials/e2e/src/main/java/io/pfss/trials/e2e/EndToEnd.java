// SPDX-License-Identifier: Apache-2.0
package io.pfss.trials.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.pfss.pipeline.PfssOptions;
import io.pfss.pipeline.PfssPipeline;
import io.pfss.pipeline.PipelineSettings;
import io.pfss.trials.stack.InfluxServer;
import io.pfss.trials.stack.KafkaBroker;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.apache.avro.generic.GenericRecord;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.hadoop.conf.Configuration;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end-to-end test for every runner: sends numbered readings and malformed records, and searches
 * every sink for each of them.
 */
public final class EndToEnd {
  private static final Logger LOG = LoggerFactory.getLogger(EndToEnd.class);

  /** The number of valid readings. */
  public static final int READINGS = 10_000;

  private static final int MINUTES_BEFORE = 40;

  /** Its risk depends on the power factor of the last 5 minutes. */
  public static final String RISK_MODEL =
      "pipeline/src/test/resources/io/pfss/pipeline/outlook/risk/1";

  private static final Duration POLL_INTERVAL = Duration.ofSeconds(1);
  private static final Path HOME = Path.of(System.getProperty("pfss.home"));

  private final PfssOptions options;
  private final Configuration hadoop;

  private EndToEnd(
      List<String> arguments,
      String bootstrapServers,
      String influxUrl,
      String warehouse,
      Configuration hadoop) {
    this.options =
        PipelineOptionsFactory.fromArgs(arguments.toArray(String[]::new)).as(PfssOptions.class);
    this.hadoop = hadoop;
    options.setBootstrapServers(bootstrapServers);
    options.setInfluxUrl(influxUrl);
    options.setWarehouse(warehouse);
  }

  /**
   * Returns options with unique topics, consumer group and database, so that tests can share
   * servers.
   *
   * @param test the test's name, only letters
   */
  public static List<String> names(String test) {
    return List.of(
        "--heatTopic=heat-" + test,
        "--scoreTopic=heat_pf-" + test,
        "--deadLetterTopic=heat_dlq-" + test,
        "--alertTopic=heat_alerts-" + test,
        "--riskTopic=heat_risk-" + test,
        "--group=" + test,
        "--influxDatabase=" + test);
  }

  /**
   * Runs the test in this process.
   *
   * @param folder an empty folder
   * @param limit the maximum time for readings to reach a sink
   * @param runnerArguments the runner's options, its name first
   */
  public static void run(
      KafkaBroker kafka,
      InfluxServer influx,
      Path folder,
      Duration limit,
      String... runnerArguments)
      throws Exception {
    List<String> arguments = new ArrayList<>(names("in_process"));
    arguments.addAll(List.of(runnerArguments));
    arguments.add("--model=" + HOME.resolve("models/heat-forest/3"));
    arguments.add("--window=5s");
    arguments.add("--riskModel=" + HOME.resolve(RISK_MODEL));
    EndToEnd test =
        new EndToEnd(
            arguments,
            kafka.bootstrapServers(),
            influx.url().toString(),
            folder.resolve("warehouse").toString(),
            new Configuration());
    test.run(
        System.currentTimeMillis(),
        limit,
        () -> {
          long job = PipelineSettings.nextJob(test.options);
          return new RunHere(PfssPipeline.create(test.options, job).run());
        });
  }

  /**
   * Runs the test on a job in another process.
   *
   * @param names the job's {@link #names}, or empty for the default names
   * @param bootstrapServers the job's Kafka
   * @param influxUrl the job's InfluxDB
   * @param warehouse the job's warehouse, on a file system that {@code hadoop} configures; its
   *     windows last seconds
   * @param lastTimeMillis the event time of the last reading, in ms since the epoch
   * @param limit the maximum time for readings to reach a sink
   * @param job starts the job
   */
  public static void run(
      List<String> names,
      String bootstrapServers,
      String influxUrl,
      String warehouse,
      Configuration hadoop,
      long lastTimeMillis,
      Duration limit,
      Job job)
      throws Exception {
    new EndToEnd(names, bootstrapServers, influxUrl, warehouse, hadoop)
        .run(lastTimeMillis, limit, job);
  }

  private void run(long lastTimeMillis, Duration limit, Job job) throws Exception {
    PipelineSettings.createAbsentTopics(options);
    List<SentRecord> sent = Collections.synchronizedList(new ArrayList<>());
    try (ReadingSender sender =
        new ReadingSender(options.getBootstrapServers(), options.getHeatTopic(), 1, sent::add)) {
      for (int number = 0; number < READINGS; number++) {
        sender.send(number, timeMillis(number, lastTimeMillis));
      }

      sender.flush();
    }

    long malformed = sent.stream().filter(record -> record.reading().isEmpty()).count();
    assertThat(sent.size() - malformed).isEqualTo(READINGS);

    Run run = job.start();
    try {
      // All windows close while the pipeline runs.
      await(run, limit, () -> content(options.getScoreTopic()).size() >= READINGS);
      await(run, limit, () -> content(options.getDeadLetterTopic()).size() >= malformed);
      await(run, limit, () -> rows().size() >= READINGS);
    } finally {
      run.stop();
    }

    List<GenericRecord> rows = rows();
    List<ConsumerRecord<byte[], byte[]>> scores = content(options.getScoreTopic());
    List<Map<String, JsonNode>> points =
        InfluxContent.query(
            options.getInfluxUrl(),
            options.getInfluxDatabase(),
            "SELECT * FROM sensor_measurement");
    List<ConsumerRecord<byte[], byte[]>> deadLetters = content(options.getDeadLetterTopic());
    LOG.info(
        "Sinks read back readings={} rows={} scores={} points={} malformed={} dead_letters={}",
        READINGS,
        rows.size(),
        scores.size(),
        points.size(),
        malformed,
        deadLetters.size());
    SinkAudit audit = new SinkAudit(sent);
    audit.warehouse(rows);
    audit.scores(options.getHeatTopic(), scores);
    audit.points(points);
    audit.deadLetters(options.getHeatTopic(), deadLetters);
    if (!options.getRiskModel().isEmpty()) {
      OutlookAudit.check(rows, options.getRiskModel(), content(options.getRiskTopic()));
    }
  }

  /**
   * Half of the readings are in 40 minutes before, so that the risk of the next hour is known, and
   * half in the last 20 s.
   */
  private static long timeMillis(int number, long lastTimeMillis) {
    int half = READINGS / 2;
    if (number >= half) {
      return lastTimeMillis - 4L * (READINGS - 1 - number);
    }

    int ofMinute = half / MINUTES_BEFORE;
    long minute = TimeUnit.MILLISECONDS.toMinutes(lastTimeMillis) - MINUTES_BEFORE - 1;
    return TimeUnit.MINUTES.toMillis(minute + number / ofMinute) + number % ofMinute;
  }

  private List<GenericRecord> rows() throws IOException {
    return ParquetContent.readAll(options.getWarehouse(), hadoop);
  }

  private List<ConsumerRecord<byte[], byte[]>> content(String topic) {
    return TopicContent.readAll(options.getBootstrapServers(), topic);
  }

  private static void await(Run run, Duration limit, Callable<Boolean> isComplete) {
    Awaitility.await()
        .atMost(limit)
        .pollInterval(POLL_INTERVAL)
        .ignoreException(IOException.class)
        .failFast("The pipeline ended early", run::hasEnded)
        .until(isComplete);
  }

  /** Starts a pipeline. */
  @FunctionalInterface
  public interface Job {
    Run start() throws Exception;
  }

  /** A running pipeline. */
  public interface Run {
    boolean hasEnded();

    void stop() throws Exception;
  }

  private record RunHere(PipelineResult result) implements Run {
    @Override
    public boolean hasEnded() {
      return result.getState().isTerminal();
    }

    @Override
    public void stop() throws IOException {
      result.cancel();
    }
  }
}
