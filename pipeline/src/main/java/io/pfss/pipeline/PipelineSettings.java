// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline;

import io.pfss.models.reading.FieldNames;
import io.pfss.pipeline.alert.RaiseAlerts;
import io.pfss.pipeline.catalog.CatalogSettings;
import io.pfss.pipeline.catalog.CatalogUnavailableException;
import io.pfss.pipeline.catalog.WarehouseCatalog;
import io.pfss.pipeline.catalog.WarehouseUpkeep;
import io.pfss.pipeline.element.Delivery;
import io.pfss.pipeline.influx.InfluxAddress;
import io.pfss.pipeline.influx.InfluxDestination;
import io.pfss.pipeline.influx.InfluxLines;
import io.pfss.pipeline.influx.InfluxRefusedException;
import io.pfss.pipeline.influx.InfluxSink;
import io.pfss.pipeline.kafka.HeatTopics;
import io.pfss.pipeline.kafka.KafkaCluster;
import io.pfss.pipeline.kafka.TopicName;
import io.pfss.pipeline.outlook.OutlookTopic;
import io.pfss.pipeline.parse.FieldNamesFile;
import io.pfss.pipeline.parse.ParseReadings;
import io.pfss.pipeline.score.ActiveModels;
import io.pfss.pipeline.score.ScoreReadings;
import io.pfss.pipeline.score.ScoreSink;
import io.pfss.pipeline.sink.DeadLetterSink;
import io.pfss.pipeline.sink.Deliver;
import io.pfss.pipeline.source.CommitOffsets;
import io.pfss.pipeline.source.ReadHeat;
import io.pfss.pipeline.support.Secret;
import io.pfss.pipeline.warehouse.WriteWarehouse;
import java.io.IOException;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.hdfs.HadoopFileSystemOptions;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PCollection;
import org.apache.hadoop.conf.Configuration;
import org.joda.time.Duration;

/**
 * Creates the transforms of {@link PfssPipeline} from options. No other class maps options to
 * transforms. A message about a user's mistake names the option.
 */
public final class PipelineSettings {
  private static final Duration LONGEST = Duration.standardDays(36_500);
  private static final String NONE = "none";
  private static final KafkaCluster NO_CLUSTER_YET = KafkaCluster.at("localhost:9092");

  private PipelineSettings() {}

  /**
   * Checks the values of all options without connecting to anything. The addresses of Kafka and
   * InfluxDB may still be missing.
   *
   * @throws IllegalArgumentException if a value is invalid; the message names the option
   */
  public static void check(PfssOptions options) {
    // The model may be on any file system, and no pipeline has registered them yet.
    FileSystems.setDefaultPipelineOptions(options);
    checkTopics(options);
    KafkaCluster kafka = options.getBootstrapServers().isEmpty() ? NO_CLUSTER_YET : kafka(options);
    heat(options, kafka);
    fieldNames(options);
    scorer(options);
    influx(options);
    warehouse(options);
    upkeep(options);
    alerts(options, kafka);
  }

  /**
   * Returns the number for a job that starts now. Earlier jobs that still read with the same group
   * stop.
   *
   * @throws io.pfss.pipeline.kafka.KafkaUnavailableException if Kafka is unavailable or refuses the
   *     request
   */
  public static long nextJob(PfssOptions options) {
    return heat(options, kafka(options)).nextJob();
  }

  /**
   * Creates the topics and the catalog if they do not exist, and checks whether InfluxDB accepts
   * points. If InfluxDB is unavailable, the pipeline retries later.
   *
   * @throws io.pfss.pipeline.kafka.KafkaUnavailableException if Kafka is unavailable or refuses the
   *     request
   * @throws CatalogUnavailableException if the catalog's database is unavailable or refuses the
   *     request
   * @throws InfluxRefusedException if InfluxDB refuses the user or token, or its certificate is not
   *     trusted
   * @throws IllegalArgumentException if the value of a topic option is invalid
   */
  public static void prepare(PfssOptions options) throws InfluxRefusedException {
    createAbsentTopics(options);
    catalog(options)
        .ifPresent(
            catalog ->
                WarehouseCatalog.prepare(catalog, required("warehouse", options.getWarehouse())));
    Optional<InfluxSink> influx = influx(options);
    if (influx.isPresent()) {
      influx.get().check();
    }
  }

  /**
   * Creates the topics that do not exist.
   *
   * @throws io.pfss.pipeline.kafka.KafkaUnavailableException if Kafka is unavailable or refuses the
   *     request
   * @throws IllegalArgumentException if the value of a topic option is invalid
   */
  public static void createAbsentTopics(PfssOptions options) {
    checkTopics(options);
    HeatTopics.requireResponse(kafka(options));
    short replication = (short) options.getTopicReplication();
    HeatTopics.createAbsent(
        kafka(options),
        List.of(options.getHeatTopic(), options.getScoreTopic()),
        options.getTopicPartitions(),
        replication);
    HeatTopics.createAbsentDeadLetters(
        kafka(options), options.getDeadLetterTopic(), options.getTopicPartitions(), replication);
    if (raisesAlerts(options)) {
      HeatTopics.createAbsentAlerts(
          kafka(options), options.getAlertTopic(), options.getTopicPartitions(), replication);
    }

    if (hasOutlooks(options)) {
      HeatTopics.createAbsentOutlooks(
          kafka(options), options.getRiskTopic(), options.getTopicPartitions(), replication);
    }
  }

  /**
   * Returns a writer of line protocol to the InfluxDB that the options name; empty if they name
   * none.
   *
   * @throws IOException if the host name cannot be resolved
   */
  public static Optional<InfluxLines> influxLines(PfssOptions options) throws IOException {
    if (options.getInfluxUrl().isEmpty()) {
      return Optional.empty();
    }

    return Optional.of(
        InfluxLines.to(
            InfluxAddress.at(options.getInfluxUrl()).withCaFile(options.getInfluxCaFile()),
            influxDestination(options)));
  }

  /** Returns the catalog that the options name; empty if they name none. */
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

    Secret password =
        secret("catalogPasswordFile", options.getCatalogPasswordFile(), "PFSS_CATALOG_PASSWORD");
    return Optional.of(
        named(
            "catalogUrl",
            options.getCatalogUrl(),
            url -> new CatalogSettings(url, options.getCatalogUser(), password, hadoop)));
  }

  /** Returns the transform that writes to the warehouse. */
  public static WriteWarehouse warehouse(PfssOptions options) {
    WriteWarehouse root =
        named("warehouse", required("warehouse", options.getWarehouse()), WriteWarehouse::to);
    WriteWarehouse warehouse =
        named("window", options.getWindow(), window -> root.withWindow(duration("window", window)))
            .withShards(positive("warehouseShards", options.getWarehouseShards()))
            .withSweepAfter(duration("sweepAfter", options.getSweepAfter()));
    return catalog(options).map(warehouse::inCatalog).orElse(warehouse);
  }

  /** Returns the upkeep of the catalog that the options name; empty if they name none. */
  public static Optional<WarehouseUpkeep> upkeep(PfssOptions options) {
    String text = options.getSnapshotsKept();
    Optional<java.time.Duration> kept =
        Optional.of(text)
            .filter(any -> !any.equals(NONE))
            .map(any -> duration("snapshotsKept", any).getMillis())
            .map(java.time.Duration::ofMillis);
    return catalog(options)
        .map(catalog -> named("snapshotsKept", text, any -> new WarehouseUpkeep(catalog, kept)));
  }

  /** Returns the Kafka cluster that the options name. */
  public static KafkaCluster kafka(PfssOptions options) {
    return named(
            "bootstrapServers",
            required("bootstrapServers", options.getBootstrapServers()),
            KafkaCluster::at)
        .withConfigFile(options.getKafkaConfigFile());
  }

  /**
   * Returns the field names of readings that the options define.
   *
   * @throws IllegalArgumentException if the file is invalid; the message gives the reason
   */
  public static FieldNames fieldNames(PfssOptions options) {
    return named("fieldNames", options.getFieldNames(), FieldNamesFile::read);
  }

  /**
   * Parses a duration of an option, for example {@code 5s}, {@code 0.5s} or {@code 1m30s}.
   *
   * @throws IllegalArgumentException if the text is no duration, or negative, or longer than 100
   *     years
   */
  public static Duration duration(String option, String text) {
    try {
      Duration duration = Duration.millis(java.time.Duration.parse("PT" + text).toMillis());
      if (duration.isShorterThan(Duration.ZERO) || duration.isLongerThan(LONGEST)) {
        throw new IllegalArgumentException(
            "--" + option + "=" + text + " is not between 0s and 100 years");
      }

      return duration;
    } catch (DateTimeParseException | ArithmeticException e) {
      throw new IllegalArgumentException(
          "--" + option + "=" + text + " is not a duration: write it as 5s, 0.5s or 1m30s", e);
    }
  }

  /** Returns the source that reads the topic as this job, see {@link #nextJob}. */
  static ReadHeat readHeat(PfssOptions options, long job) {
    checkTopics(options);
    return heat(options, kafka(options)).asJob(job);
  }

  /** Returns the parser with the field names of the options. */
  static ParseReadings parseReadings(PfssOptions options) {
    ParseReadings parser = ParseReadings.fromJson().withFieldNames(fieldNames(options));
    return catalog(options).map(parser::withPlantIds).orElse(parser);
  }

  /** Returns the scorer. */
  static ScoreReadings scoreReadings(PfssOptions options) {
    ScoreReadings scorer = scorer(options);
    return outlooks(options).map(scorer::withOutlooks).orElse(scorer);
  }

  /** The model is loaded here once, so that an error names the option. */
  private static ScoreReadings scorer(PfssOptions options) {
    ScoreReadings score =
        named(
            "model",
            required("model", options.getModel()),
            folder -> {
              ActiveModels.of(folder);
              return ScoreReadings.with(folder);
            });
    return catalog(options).map(score::withFacilities).orElse(score);
  }

  /** Returns the delivery to all sinks that the options name. */
  static Deliver deliver(PfssOptions options) {
    KafkaCluster kafka = kafka(options);
    Deliver deliver =
        Deliver.to(
                ScoreSink.to(kafka).withTopic(options.getScoreTopic()).from(options.getHeatTopic()),
                warehouse(options).segments())
            .rejectsTo(
                DeadLetterSink.to(kafka)
                    .withTopic(options.getDeadLetterTopic())
                    .from(options.getHeatTopic()));
    return influx(options).map(deliver::and).orElse(deliver);
  }

  /** Returns the step that commits the offsets of delivered records. */
  static CommitOffsets commitOffsets(PfssOptions options, long job) {
    return CommitOffsets.to(kafka(options))
        .ofTopic(options.getHeatTopic())
        .asGroup(options.getGroup())
        .asJob(job);
  }

  /** Returns the step that raises alerts; it does nothing if the alert topic is {@code none}. */
  static PTransform<PCollection<Delivery>, PCollection<Delivery>> raiseAlerts(PfssOptions options) {
    RaiseAlerts alerts = alerts(options, kafka(options));
    return raisesAlerts(options) ? alerts : PTransform.compose(delivered -> delivered);
  }

  private static ReadHeat heat(PfssOptions options, KafkaCluster kafka) {
    ReadHeat topic = ReadHeat.from(kafka).withTopic(options.getHeatTopic());
    return named("group", required("group", options.getGroup()), topic::withGroup)
        .withStart(options.getStartFrom())
        .withMaxInFlightRecords(positive("maxInFlightRecords", options.getMaxInFlightRecords()))
        .withWatermarkDelay(duration("watermarkDelay", options.getWatermarkDelay()));
  }

  private static RaiseAlerts alerts(PfssOptions options, KafkaCluster kafka) {
    RaiseAlerts alerts =
        RaiseAlerts.to(kafka)
            .withTopic(options.getAlertTopic())
            .withHold(duration("alertHold", options.getAlertHold()))
            .withSilence(positiveDuration("alertSilence", options.getAlertSilence()));
    double rate = options.getRiskAlarms();
    if (!(rate > 0)) {
      throw new IllegalArgumentException(
          "--riskAlarms="
              + rate
              + " must be more than 0: it is the number of false alerts for each day of a facility");
    }

    if (!options.getRiskModel().isEmpty()) {
      if (!hasOutlooks(options)) {
        throw new IllegalArgumentException(
            "--riskModel="
                + options.getRiskModel()
                + " has no effect without outlooks: remove it, or set --riskTopic and --alertTopic");
      }

      named("riskModel", options.getRiskModel(), ActiveModels::ofRisk);
    }

    RaiseAlerts named = catalog(options).map(alerts::withFacilities).orElse(alerts);
    return hasOutlooks(options)
        ? named.withOutlooks(options.getRiskTopic(), options.getRiskModel(), rate)
        : named;
  }

  /** Whether the job raises alerts. */
  public static boolean raisesAlerts(PfssOptions options) {
    return !options.getAlertTopic().equals(NONE);
  }

  /** Returns the topic of outlooks; empty if the job makes none. */
  public static Optional<OutlookTopic> outlooks(PfssOptions options) {
    return hasOutlooks(options)
        ? Optional.of(new OutlookTopic(kafka(options), options.getRiskTopic()))
        : Optional.empty();
  }

  /** Outlooks are made in the step that raises alerts. */
  private static boolean hasOutlooks(PfssOptions options) {
    return raisesAlerts(options) && !options.getRiskTopic().equals(NONE);
  }

  /** Topics must differ: a job that writes to the topic it reads would read its own output. */
  private static void checkTopics(PfssOptions options) {
    Map<String, String> topics = new LinkedHashMap<>();
    topics.put("heatTopic", options.getHeatTopic());
    topics.put("scoreTopic", options.getScoreTopic());
    topics.put("deadLetterTopic", options.getDeadLetterTopic());
    topics.put("alertTopic", options.getAlertTopic());
    topics.put("riskTopic", options.getRiskTopic());
    topics.values().removeIf(NONE::equals);
    Map<String, String> optionOf = new HashMap<>();
    topics.forEach(
        (option, topic) -> {
          if (!TopicName.isValid(topic)) {
            throw new IllegalArgumentException(
                "--"
                    + option
                    + "="
                    + topic
                    + " is not a topic name: use 1 to 249 of the characters a-z A-Z 0-9 . _ -");
          }

          String other = optionOf.put(topic, option);
          if (other != null) {
            throw new IllegalArgumentException(
                "--"
                    + option
                    + "="
                    + topic
                    + " is also the topic of --"
                    + other
                    + ": choose another");
          }
        });
    positive("topicPartitions", options.getTopicPartitions());
    if (positive("topicReplication", options.getTopicReplication()) > Short.MAX_VALUE) {
      throw new IllegalArgumentException(
          "--topicReplication="
              + options.getTopicReplication()
              + " is too large: Kafka allows 32767");
    }
  }

  private static int positive(String option, int value) {
    if (value < 1) {
      throw new IllegalArgumentException("--" + option + "=" + value + " is less than 1");
    }

    return value;
  }

  private static Duration positiveDuration(String option, String text) {
    Duration duration = duration(option, text);
    if (duration.getMillis() < 1) {
      throw new IllegalArgumentException("--" + option + "=" + text + " must be positive");
    }

    return duration;
  }

  /** Converts the value of an option; an error message begins with the option and the value. */
  private static <T> T named(String option, String value, Function<String, T> make) {
    try {
      return make.apply(value);
    } catch (IllegalArgumentException e) {
      String name = "--" + option + "=";
      throw String.valueOf(e.getMessage()).startsWith(name)
          ? e
          : new IllegalArgumentException(name + value + ": " + e.getMessage(), e);
    }
  }

  static Optional<InfluxSink> influx(PfssOptions options) {
    if (options.getInfluxUrl().isEmpty()) {
      return Optional.empty();
    }

    InfluxSink write =
        named("influxUrl", options.getInfluxUrl(), InfluxSink::to)
            .withCaFile(options.getInfluxCaFile())
            .withDestination(influxDestination(options));
    return Optional.of(options.getInfluxRequired() ? write : write.optional());
  }

  /**
   * Returns the InfluxDB destination of points, with the credentials.
   *
   * @throws IllegalArgumentException if a name is missing or InfluxDB would not accept it
   */
  public static InfluxDestination influxDestination(PfssOptions options) {
    if (!options.getInfluxBucket().isEmpty() || !options.getInfluxOrganization().isEmpty()) {
      return new InfluxDestination.Bucket(
          named(
              "influxOrganization",
              required("influxOrganization", options.getInfluxOrganization()),
              name -> InfluxDestination.requireName(name, "organization")),
          named(
              "influxBucket",
              required("influxBucket", options.getInfluxBucket()),
              name -> InfluxDestination.requireName(name, "bucket")),
          secret("influxTokenFile", options.getInfluxTokenFile(), "PFSS_INFLUX_TOKEN"));
    }

    return new InfluxDestination.Database(
        named(
            "influxDatabase",
            required("influxDatabase", options.getInfluxDatabase()),
            name -> InfluxDestination.requireDatabaseName(name, "database")),
        named(
            "influxRetentionPolicy",
            required("influxRetentionPolicy", options.getInfluxRetentionPolicy()),
            name -> InfluxDestination.requireDatabaseName(name, "retention policy")),
        options.getInfluxUser(),
        secret("influxPasswordFile", options.getInfluxPasswordFile(), "PFSS_INFLUX_PASSWORD"));
  }

  /**
   * Returns the secret in the file of an option, or in an environment variable if the option is not
   * set.
   */
  public static Secret secret(String option, String file, String variable) {
    return file.isEmpty() ? Secret.inEnvironment(variable) : named(option, file, Secret::inFile);
  }

  private static String required(String option, String value) {
    if (value.isEmpty()) {
      throw new IllegalArgumentException("--" + option + " is missing");
    }

    return value;
  }
}
