// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline;

import io.pfss.pipeline.source.StartFrom;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;

/** The options of {@link PfssPipeline}, the only class that reads them. */
@Description("PFSS: scores readings of power facilities, stores them, and publishes the scores")
public interface PfssOptions extends PipelineOptions {
  @Description("Addresses of the Kafka brokers: host:port,host:port.")
  @Default.String("")
  String getBootstrapServers();

  void setBootstrapServers(String bootstrapServers);

  @Description(
      "Properties file with more settings for every Kafka client, for example TLS and SASL. Each"
          + " client reads the file itself, so that no dump of the options contains its secrets.")
  @Default.String("")
  String getKafkaConfigFile();

  void setKafkaConfigFile(String kafkaConfigFile);

  @Description("Topic that the readings are read from.")
  @Default.String("heat")
  String getHeatTopic();

  void setHeatTopic(String heatTopic);

  @Description(
      "Properties file in UTF-8 with the names of fields in your data, as temperature=temp_c or"
          + " 온도=temp_c; on any file system that Beam supports.")
  @Default.String("")
  String getFieldNames();

  void setFieldNames(String fieldNames);

  @Description("Topic that the scores are written to.")
  @Default.String("heat_pf")
  String getScoreTopic();

  void setScoreTopic(String scoreTopic);

  @Description("Topic that dead letters are written to.")
  @Default.String("heat_dlq")
  String getDeadLetterTopic();

  void setDeadLetterTopic(String deadLetterTopic);

  @Description(
      "Topic that alerts are written to: changes of state, and sensors that stop sending. none: the"
          + " job raises no alerts.")
  @Default.String("heat_alerts")
  String getAlertTopic();

  void setAlertTopic(String alertTopic);

  @Description(
      "How long a new state must last before an alert, measured by the timestamps of the readings.")
  @Default.String("10s")
  String getAlertHold();

  void setAlertHold(String alertHold);

  @Description("How long a sensor must send nothing before an alert; must be positive.")
  @Default.String("30s")
  String getAlertSilence();

  void setAlertSilence(String alertSilence);

  @Description(
      "Topic that the outlook of each facility is written to, once a minute: its hour, the risk of"
          + " the next one, and what to do. none, or --alertTopic=none: no outlooks.")
  @Default.String("heat_risk")
  String getRiskTopic();

  void setRiskTopic(String riskTopic);

  @Description(
      "Folder of a risk model, …/<name>, whose promoted version gives the risk of the next hour, or"
          + " of a version, …/<name>/<version> (see pfss train --task=risk); on any file system that"
          + " Beam supports. Empty: outlooks have no risk.")
  @Default.String("")
  String getRiskModel();

  void setRiskModel(String riskModel);

  @Description(
      "A risk raises an alert from the threshold on that gives at most so many false alerts for each"
          + " day of a facility.")
  @Default.Double(0.25)
  double getRiskAlarms();

  void setRiskAlarms(double riskAlarms);

  @Description("Number of partitions of a topic that PFSS creates.")
  @Default.Integer(4)
  int getTopicPartitions();

  void setTopicPartitions(int topicPartitions);

  @Description("Replication factor of a topic that PFSS creates.")
  @Default.Integer(1)
  int getTopicReplication();

  void setTopicReplication(int topicReplication);

  @Description(
      "Kafka consumer group. A start continues at its committed offsets. Each job needs its own"
          + " group: if another job starts with the same group, the earlier job stops.")
  @Default.String("pfss")
  String getGroup();

  void setGroup(String group);

  @Description(
      "Maximum records in flight per partition. It limits memory use, and the duration of a batch"
          + " when the job is behind.")
  @Default.Integer(40_000)
  int getMaxInFlightRecords();

  void setMaxInFlightRecords(int maxInFlightRecords);

  @Description(
      "Where a group without committed offsets starts: EARLIEST, at the oldest record in Kafka, or"
          + " LATEST, with records that arrive from now on.")
  @Default.Enum("EARLIEST")
  StartFrom getStartFrom();

  void setStartFrom(StartFrom startFrom);

  @Description(
      "How long after its timestamp a reading may arrive in Kafka and still be on time. A window is"
          + " merged this long after its end. Late readings are merged when a later window closes.")
  @Default.String("2s")
  String getWatermarkDelay();

  void setWatermarkDelay(String watermarkDelay);

  @Description("Folder of the warehouse, on any file system that Beam supports: a path or hdfs://…")
  @Default.String("")
  String getWarehouse();

  void setWarehouse(String warehouse);

  @Description(
      "Database of the catalog: jdbc:sqlite:<file>, jdbc:mariadb://… (MySQL too) or"
          + " jdbc:postgresql://…. With a catalog the warehouse is an Iceberg table. none: plain"
          + " Parquet files in folders. Default: none if --warehouse is given, otherwise an SQLite"
          + " file in the data folder.")
  @Default.String("")
  String getCatalogUrl();

  void setCatalogUrl(String catalogUrl);

  @Description(
      "User of the catalog's database. The password comes from --catalogPasswordFile or from the"
          + " environment variable PFSS_CATALOG_PASSWORD.")
  @Default.String("")
  String getCatalogUser();

  void setCatalogUser(String catalogUser);

  @Description("File with the password of the catalog's database.")
  @Default.String("")
  String getCatalogPasswordFile();

  void setCatalogPasswordFile(String catalogPasswordFile);

  @Description(
      "Length of a window of event time: whole seconds that divide an hour. Each window becomes one"
          + " Parquet file per shard.")
  @Default.String("60s")
  String getWindow();

  void setWindow(String window);

  @Description("Number of files per window, split by Kafka partition and merged in parallel.")
  @Default.Integer(1)
  int getWarehouseShards();

  void setWarehouseShards(int warehouseShards);

  @Description("Age at which segments left by a crash are merged.")
  @Default.String("10m")
  String getSweepAfter();

  void setSweepAfter(String sweepAfter);

  @Description(
      "Age at which a snapshot of the Iceberg table expires, together with the files that no other"
          + " snapshot has; at least 10m. none: snapshots expire only when pfss compact or pfss"
          + " retention runs.")
  @Default.String("6h")
  String getSnapshotsKept();

  void setSnapshotsKept(String snapshotsKept);

  @Description(
      "Folder of a model version, …/<name>/<version>, or of a model, …/<name>, whose promoted"
          + " version scores (see pfss model promote); on any file system that Beam supports.")
  @Default.String("")
  String getModel();

  void setModel(String model);

  @Description(
      "Address of InfluxDB, as http://host:8086 or https://host/influx; empty: no InfluxDB.")
  @Default.String("")
  String getInfluxUrl();

  void setInfluxUrl(String influxUrl);

  @Description(
      "If true, the job waits while InfluxDB is unavailable. If false, points not accepted within"
          + " 10 s go to the dead-letter topic, for pfss dlq replay.")
  @Default.Boolean(true)
  boolean getInfluxRequired();

  void setInfluxRequired(boolean influxRequired);

  @Description(
      "PEM file with the certificate authorities to trust for an InfluxDB at https://…, on any file"
          + " system that Beam supports. Default: those that Java trusts.")
  @Default.String("")
  String getInfluxCaFile();

  void setInfluxCaFile(String influxCaFile);

  @Description("InfluxDB 1.x: database; created if it does not exist.")
  @Default.String("heat_pf")
  String getInfluxDatabase();

  void setInfluxDatabase(String influxDatabase);

  @Description(
      "InfluxDB 1.x: retention policy; created with 24 h, as the default policy, if it does not"
          + " exist.")
  @Default.String("pfss_24h")
  String getInfluxRetentionPolicy();

  void setInfluxRetentionPolicy(String influxRetentionPolicy);

  @Description(
      "InfluxDB 1.x: user. The password comes from --influxPasswordFile or from the environment"
          + " variable PFSS_INFLUX_PASSWORD.")
  @Default.String("")
  String getInfluxUser();

  void setInfluxUser(String influxUser);

  @Description("InfluxDB 1.x: file with the password.")
  @Default.String("")
  String getInfluxPasswordFile();

  void setInfluxPasswordFile(String influxPasswordFile);

  @Description("InfluxDB 2.x: organization of the bucket.")
  @Default.String("")
  String getInfluxOrganization();

  void setInfluxOrganization(String influxOrganization);

  @Description(
      "InfluxDB 2.x: bucket. The token comes from --influxTokenFile or from the environment"
          + " variable PFSS_INFLUX_TOKEN.")
  @Default.String("")
  String getInfluxBucket();

  void setInfluxBucket(String influxBucket);

  @Description("InfluxDB 2.x: file with the token.")
  @Default.String("")
  String getInfluxTokenFile();

  void setInfluxTokenFile(String influxTokenFile);
}
