package io.pfss.pipeline;

import io.pfss.pipeline.read.StartFrom;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;

/** What can be set of {@link PfssPipeline}. Only that class reads it. */
@Description("PFSS: scores readings of power facilities, keeps them, and publishes the scores")
public interface PfssOptions extends PipelineOptions {
  @Description("Addresses of the Kafka brokers: host:port,…")
  @Default.String("")
  String getBootstrapServers();

  void setBootstrapServers(String bootstrapServers);

  @Description(
      "Properties file with further settings of every Kafka client, as TLS and SASL; read where a client is made, so that its secrets are in no options dump.")
  @Default.String("")
  String getKafkaConfigFile();

  void setKafkaConfigFile(String kafkaConfigFile);

  @Description("Topic of the readings.")
  @Default.String("heat")
  String getHeatTopic();

  void setHeatTopic(String heatTopic);

  @Description("Topic of the scores.")
  @Default.String("heat_pf")
  String getScoreTopic();

  void setScoreTopic(String scoreTopic);

  @Description("Topic of the records that could not be taken.")
  @Default.String("heat_dlq")
  String getDeadLetterTopic();

  void setDeadLetterTopic(String deadLetterTopic);

  @Description(
      "Topic that says when a facility's state has changed and when a sensor is silent; none for no such topic.")
  @Default.String("heat_alerts")
  String getAlertTopic();

  void setAlertTopic(String alertTopic);

  @Description(
      "How long a facility has to be in another state, by its readings' own time, until that is told.")
  @Default.String("10s")
  String getAlertHold();

  void setAlertHold(String alertHold);

  @Description("After how long without a reading a sensor is told to be silent.")
  @Default.String("30s")
  String getAlertSilence();

  void setAlertSilence(String alertSilence);

  @Description("Partitions of a topic that is created because it is absent.")
  @Default.Integer(4)
  int getTopicPartitions();

  void setTopicPartitions(int topicPartitions);

  @Description("Replication factor of a topic that is created because it is absent.")
  @Default.Integer(1)
  int getTopicReplication();

  void setTopicReplication(int topicReplication);

  @Description(
      "Consumer group whose committed positions say where reading goes on after a stop or a crash;"
          + " every job has its own.")
  @Default.String("pfss")
  String getGroup();

  void setGroup(String group);

  @Description(
      "The most readings of a partition that are on their way at once: it bounds memory, and how"
          + " long a batch takes when many wait.")
  @Default.Integer(40_000)
  int getClaimReadings();

  void setClaimReadings(int claimReadings);

  @Description(
      "Where the group starts that has no position yet: EARLIEST, the oldest record that Kafka has, or LATEST, what arrives from now on.")
  @Default.Enum("EARLIEST")
  StartFrom getStartFrom();

  void setStartFrom(StartFrom startFrom);

  @Description(
      "How long a reading may take from its sensor to Kafka and still be on time; a window is merged this long after its end. What comes later is merged a window later, never lost.")
  @Default.String("2s")
  String getAllowance();

  void setAllowance(String allowance);

  @Description(
      "Folder of the Parquet files, on any file system that Beam knows: a path or hdfs://….")
  @Default.String("")
  String getWarehouse();

  void setWarehouse(String warehouse);

  @Description(
      "Database of the catalog: jdbc:sqlite:<file>, jdbc:mariadb://… (MySQL too) or"
          + " jdbc:postgresql://…; the warehouse is an Iceberg table then. Empty or none: files in"
          + " folders. Default: none where --warehouse is given, else a file in the data folder.")
  @Default.String("")
  String getCatalogUrl();

  void setCatalogUrl(String catalogUrl);

  @Description(
      "User of the catalog's database; the password is in --catalogPasswordFile or the environment"
          + " variable PFSS_CATALOG_PASSWORD.")
  @Default.String("")
  String getCatalogUser();

  void setCatalogUser(String catalogUser);

  @Description("File that holds the password of the catalog's database.")
  @Default.String("")
  String getCatalogPasswordFile();

  void setCatalogPasswordFile(String catalogPasswordFile);

  @Description(
      "Length of a window of event time, one Parquet file each: whole seconds that divide an hour.")
  @Default.String("60s")
  String getWindow();

  void setWindow(String window);

  @Description("Files that a window is split into by Kafka partition, to merge in parallel.")
  @Default.Integer(1)
  int getWarehouseShards();

  void setWarehouseShards(int warehouseShards);

  @Description(
      "When readings whose window was not merged, as after a crash, are taken in by another window's"
          + " merge.")
  @Default.String("10m")
  String getSweepAfter();

  void setSweepAfter(String sweepAfter);

  @Description(
      "Folder of a model version, …/<name>/<version>, or of a model, …/<name>, whose version that"
          + " pfss model promote has chosen scores; on any file system that Beam knows.")
  @Default.String("")
  String getModel();

  void setModel(String model);

  @Description("Address of InfluxDB, as http://host:8086 or https://…; empty for none.")
  @Default.String("")
  String getInfluxUrl();

  void setInfluxUrl(String influxUrl);

  @Description(
      "Whether the other sinks wait for InfluxDB. If not, points that it does not take for 10 s become"
          + " dead letters, for pfss dlq replay, until it takes one again.")
  @Default.Boolean(true)
  boolean getInfluxRequired();

  void setInfluxRequired(boolean influxRequired);

  @Description(
      "PEM file, on any file system that Beam knows, of the authorities whose certificates are"
          + " trusted of an InfluxDB at https://…. Default: those that Java trusts.")
  @Default.String("")
  String getInfluxCaFile();

  void setInfluxCaFile(String influxCaFile);

  @Description("InfluxDB 1.x: database, created if absent.")
  @Default.String("heat_pf")
  String getInfluxDatabase();

  void setInfluxDatabase(String influxDatabase);

  @Description("InfluxDB 1.x: retention policy, created if absent with 24 h and made the default.")
  @Default.String("pfss_24h")
  String getInfluxRetentionPolicy();

  void setInfluxRetentionPolicy(String influxRetentionPolicy);

  @Description(
      "InfluxDB 1.x: user; the password is in --influxPasswordFile or the environment variable PFSS_INFLUX_PASSWORD.")
  @Default.String("")
  String getInfluxUser();

  void setInfluxUser(String influxUser);

  @Description("InfluxDB 1.x: file that holds the password.")
  @Default.String("")
  String getInfluxPasswordFile();

  void setInfluxPasswordFile(String influxPasswordFile);

  @Description("InfluxDB 2.x: organization of the bucket.")
  @Default.String("")
  String getInfluxOrganization();

  void setInfluxOrganization(String influxOrganization);

  @Description(
      "InfluxDB 2.x: bucket; the token is in --influxTokenFile or the environment variable PFSS_INFLUX_TOKEN.")
  @Default.String("")
  String getInfluxBucket();

  void setInfluxBucket(String influxBucket);

  @Description("InfluxDB 2.x: file that holds the token.")
  @Default.String("")
  String getInfluxTokenFile();

  void setInfluxTokenFile(String influxTokenFile);
}
