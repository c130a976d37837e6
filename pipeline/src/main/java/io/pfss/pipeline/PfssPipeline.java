package io.pfss.pipeline;

import io.pfss.pipeline.catalog.CatalogSettings;
import io.pfss.pipeline.catalog.CatalogUnavailableException;
import io.pfss.pipeline.catalog.WarehouseCatalog;
import io.pfss.pipeline.deadletter.PublishDeadLetters;
import io.pfss.pipeline.influx.InfluxDestination;
import io.pfss.pipeline.influx.InfluxRefusedException;
import io.pfss.pipeline.influx.WriteInflux;
import io.pfss.pipeline.kafka.HeatTopics;
import io.pfss.pipeline.kafka.KafkaCluster;
import io.pfss.pipeline.read.CommitPositions;
import io.pfss.pipeline.read.ReadHeat;
import io.pfss.pipeline.score.PublishScores;
import io.pfss.pipeline.score.ScoreReadings;
import io.pfss.pipeline.warehouse.WriteWarehouse;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.io.hdfs.HadoopFileSystemOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.values.PCollection;
import org.apache.hadoop.conf.Configuration;
import org.joda.time.Duration;

/**
 * The whole flow, for any runner: batches of readings go from step to step, and what a step cannot
 * take goes along to {@code heat_dlq}.
 *
 * <pre>
 * heat ── parse ── score ── heat_pf ── InfluxDB ── heat_dlq ── warehouse (Parquet)
 *   ▲                                                             │
 *   └────────── the position, once all of them have a reading ────┘
 * </pre>
 */
public final class PfssPipeline {
  private PfssPipeline() {}

  /** Runs until it is stopped, on the runner that the arguments name. */
  public static void main(String[] args) throws InfluxRefusedException {
    PfssOptions options =
        PipelineOptionsFactory.fromArgs(args).withValidation().as(PfssOptions.class);
    createAbsentTopics(options);
    prepareCatalog(options);
    checkInflux(options);
    create(options).run().waitUntilFinish();
  }

  /**
   * The pipeline that the options describe.
   *
   * @throws IllegalArgumentException if an option's value is impossible
   */
  public static Pipeline create(PfssOptions options) {
    Pipeline pipeline = Pipeline.create(options);
    KafkaCluster kafka = kafka(options);
    PCollection<ReadingBatch> scored =
        pipeline
            .apply(
                "Read heat",
                ReadHeat.from(kafka)
                    .withTopic(options.getHeatTopic())
                    .withGroup(options.getGroup())
                    .withStart(options.getStartFrom())
                    .withClaimReadings(options.getClaimReadings())
                    .withAllowance(duration("allowance", options.getAllowance())))
            .apply("Parse readings", ParseReadings.fromJson())
            .apply("Score readings", ScoreReadings.with(required("model", options.getModel())))
            .apply(
                "Publish scores",
                PublishScores.to(kafka)
                    .withTopic(options.getScoreTopic())
                    .from(options.getHeatTopic()));
    Optional<WriteInflux> influx = influx(options);
    if (influx.isPresent()) {
      scored = scored.apply("Write InfluxDB", influx.get());
    }

    scored
        .apply(
            "Publish dead letters",
            PublishDeadLetters.to(kafka)
                .withTopic(options.getDeadLetterTopic())
                .from(options.getHeatTopic()))
        .apply(
            "Write warehouse",
            warehouse(options)
                .whenKept(
                    CommitPositions.to(kafka)
                        .ofTopic(options.getHeatTopic())
                        .asGroup(options.getGroup())));
    return pipeline;
  }

  /**
   * Creates those of the three topics that are absent.
   *
   * @throws io.pfss.pipeline.kafka.KafkaUnavailableException if Kafka does not answer or refuses
   */
  public static void createAbsentTopics(PfssOptions options) {
    short replication = (short) options.getTopicReplication();
    HeatTopics.createAbsent(
        kafka(options),
        List.of(options.getHeatTopic(), options.getScoreTopic()),
        options.getTopicPartitions(),
        replication);
    HeatTopics.createAbsentDeadLetters(
        kafka(options), options.getDeadLetterTopic(), options.getTopicPartitions(), replication);
  }

  /**
   * Makes what is absent of the catalog, if the options name one.
   *
   * @throws CatalogUnavailableException if its database does not answer or refuses
   */
  public static void prepareCatalog(PfssOptions options) {
    catalog(options)
        .ifPresent(
            catalog ->
                WarehouseCatalog.prepare(catalog, required("warehouse", options.getWarehouse())));
  }

  /**
   * Asks InfluxDB, if the options name one, whether it would take points; one that is away is
   * waited for later.
   *
   * @throws InfluxRefusedException if it refuses the user or token, or is not to be trusted
   */
  public static void checkInflux(PfssOptions options) throws InfluxRefusedException {
    Optional<WriteInflux> influx = influx(options);
    if (influx.isPresent()) {
      influx.get().check();
    }
  }

  /** The catalog that the options name; empty if they name none. */
  public static Optional<CatalogSettings> catalog(PfssOptions options) {
    if (options.getCatalogUrl().isEmpty()) {
      return Optional.empty();
    }

    Map<String, String> hadoop = new HashMap<>();
    List<Configuration> given = options.as(HadoopFileSystemOptions.class).getHdfsConfiguration();
    if (given != null) {
      given.forEach(
          configuration ->
              configuration.forEach(entry -> hadoop.put(entry.getKey(), entry.getValue())));
    }

    return Optional.of(
        new CatalogSettings(
            options.getCatalogUrl(),
            options.getCatalogUser(),
            secret(options.getCatalogPasswordFile(), "PFSS_CATALOG_PASSWORD"),
            hadoop));
  }

  /** How the options write to the warehouse. */
  public static WriteWarehouse warehouse(PfssOptions options) {
    WriteWarehouse warehouse =
        WriteWarehouse.to(required("warehouse", options.getWarehouse()))
            .withWindow(duration("window", options.getWindow()))
            .withShards(options.getWarehouseShards())
            .withSweepAfter(duration("sweepAfter", options.getSweepAfter()));
    return catalog(options).map(warehouse::inCatalog).orElse(warehouse);
  }

  /** How the options reach Kafka. */
  public static KafkaCluster kafka(PfssOptions options) {
    return KafkaCluster.at(required("bootstrapServers", options.getBootstrapServers()))
        .withConfigFile(options.getKafkaConfigFile());
  }

  /**
   * A duration as options have it, for example {@code 5s}, {@code 0.5s} or {@code 1m30s}.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static Duration duration(String option, String text) {
    try {
      return Duration.millis(java.time.Duration.parse("PT" + text).toMillis());
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "--" + option + "=" + text + " is no duration: write it as 5s, 0.5s or 1m30s", e);
    }
  }

  private static Optional<WriteInflux> influx(PfssOptions options) {
    return options.getInfluxUrl().isEmpty()
        ? Optional.empty()
        : Optional.of(
            WriteInflux.to(options.getInfluxUrl())
                .withCaFile(options.getInfluxCaFile())
                .withDestination(destination(options)));
  }

  private static InfluxDestination destination(PfssOptions options) {
    if (!options.getInfluxBucket().isEmpty()) {
      return new InfluxDestination.Bucket(
          required("influxOrganization", options.getInfluxOrganization()),
          options.getInfluxBucket(),
          secret(options.getInfluxTokenFile(), "PFSS_INFLUX_TOKEN"));
    }

    return new InfluxDestination.Database(
        options.getInfluxDatabase(),
        options.getInfluxRetentionPolicy(),
        options.getInfluxUser(),
        secret(options.getInfluxPasswordFile(), "PFSS_INFLUX_PASSWORD"));
  }

  private static Secret secret(String file, String variable) {
    return file.isEmpty() ? Secret.inEnvironment(variable) : Secret.inFile(file);
  }

  private static String required(String option, String value) {
    if (value.isEmpty()) {
      throw new IllegalArgumentException("--" + option + " is missing");
    }

    return value;
  }
}
