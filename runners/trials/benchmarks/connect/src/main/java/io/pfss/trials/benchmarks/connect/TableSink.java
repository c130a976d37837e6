// SPDX-License-Identifier: Apache-2.0
package io.pfss.trials.benchmarks.connect;

import io.pfss.models.reading.HeatJson;
import io.pfss.models.reading.Measure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.hadoop.HadoopCatalog;
import org.apache.iceberg.mapping.MappedField;
import org.apache.iceberg.mapping.MappedFields;
import org.apache.iceberg.mapping.NameMapping;
import org.apache.iceberg.mapping.NameMappingParser;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.types.Types.NestedField;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * The settings of the worker and of Iceberg's sink, and its table: as their documentation has them,
 * with large fetches, the shortest timeouts that the broker accepts, and commits every 10 s in
 * place of 5 min.
 *
 * @param bootstrapServers addresses of the brokers
 * @param prefix of the names of the worker's own topics and of its groups
 * @param warehouse the folder of the Hadoop catalog
 * @param start {@code earliest} or {@code latest}
 */
record TableSink(String bootstrapServers, String prefix, String warehouse, String start) {
  static final String NAME = "readings";

  private static final TableIdentifier TABLE = TableIdentifier.of("pfss", NAME);
  private static final String BYTES = "org.apache.kafka.connect.converters.ByteArrayConverter";

  /** The processors of the machine; more tasks would only share them. */
  private static final int TASKS = 2;

  private static final int COMMIT_MILLIS = 10_000;
  private static final int SESSION_MILLIS = 6_000;

  /** Creates the table: columns with PFSS's names, to which the fields of the JSON are mapped. */
  void createAbsentTable() {
    List<NestedField> columns = new ArrayList<>();
    List<MappedField> names = new ArrayList<>();
    columns.add(NestedField.required(1, HeatJson.SENSOR_ID, Types.LongType.get()));
    names.add(MappedField.of(1, HeatJson.SENSOR_ID));
    columns.add(NestedField.required(2, HeatJson.TIMESTAMP, Types.DoubleType.get()));
    names.add(MappedField.of(2, HeatJson.TIMESTAMP));
    for (Measure measure : Measure.ALL) {
      int id = columns.size() + 1;
      columns.add(NestedField.optional(id, measure.column(), Types.DoubleType.get()));
      names.add(MappedField.of(id, List.of(measure.column(), measure.jsonName())));
    }

    HadoopCatalog catalog = new HadoopCatalog(new Configuration(), warehouse);
    if (!catalog.tableExists(TABLE)) {
      String mapping = NameMappingParser.toJson(NameMapping.of(MappedFields.of(names)));
      catalog.createTable(
          TABLE,
          new Schema(columns),
          PartitionSpec.unpartitioned(),
          Map.of(TableProperties.DEFAULT_NAME_MAPPING, mapping));
    }
  }

  /** Creates the topic of the sink's own messages, which the worker does not. */
  void createAbsentControlTopic() throws InterruptedException, ExecutionException {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
      if (!admin.listTopics().names().get().contains(controlTopic())) {
        admin.createTopics(List.of(new NewTopic(controlTopic(), 1, (short) 1))).all().get();
      }
    }
  }

  private String controlTopic() {
    return prefix + "-control";
  }

  /** Returns the settings of the worker. */
  Map<String, String> worker() {
    return Map.ofEntries(
        Map.entry("bootstrap.servers", bootstrapServers),
        Map.entry("group.id", prefix + "-workers"),
        Map.entry("session.timeout.ms", Integer.toString(SESSION_MILLIS)),
        Map.entry("heartbeat.interval.ms", Integer.toString(SESSION_MILLIS / 3)),
        // A task sees the sink's own messages only between two polls, and a poll of a topic without
        // new records lasts this long: with the default of 1 min the last rows wait for minutes.
        Map.entry("offset.flush.interval.ms", "1000"),
        Map.entry("listeners", "http://127.0.0.1:0"),
        Map.entry("plugin.discovery", "service_load"),
        Map.entry("key.converter", BYTES),
        Map.entry("value.converter", "org.apache.kafka.connect.json.JsonConverter"),
        Map.entry("value.converter.schemas.enable", "false"),
        Map.entry("config.storage.topic", prefix + "-configs"),
        Map.entry("offset.storage.topic", prefix + "-offsets"),
        Map.entry("status.storage.topic", prefix + "-status"),
        Map.entry("offset.storage.partitions", "1"),
        Map.entry("status.storage.partitions", "1"),
        Map.entry("config.storage.replication.factor", "1"),
        Map.entry("offset.storage.replication.factor", "1"),
        Map.entry("status.storage.replication.factor", "1"));
  }

  /** Returns the settings of the connector. */
  Map<String, String> connector() {
    return Map.ofEntries(
        Map.entry("name", NAME),
        Map.entry("connector.class", "org.apache.iceberg.connect.IcebergSinkConnector"),
        Map.entry("tasks.max", Integer.toString(TASKS)),
        Map.entry("topics", "heat"),
        Map.entry("consumer.override.group.id", prefix + "-" + NAME),
        Map.entry("consumer.override.auto.offset.reset", start),
        Map.entry("consumer.override.session.timeout.ms", Integer.toString(SESSION_MILLIS)),
        Map.entry("consumer.override.heartbeat.interval.ms", Integer.toString(SESSION_MILLIS / 3)),
        Map.entry("consumer.override.max.poll.records", "5000"),
        Map.entry("iceberg.connect.group-id", prefix + "-" + NAME),
        Map.entry("iceberg.catalog.type", "hadoop"),
        Map.entry("iceberg.catalog.warehouse", warehouse),
        Map.entry("iceberg.kafka.bootstrap.servers", bootstrapServers),
        Map.entry("iceberg.kafka.session.timeout.ms", Integer.toString(SESSION_MILLIS)),
        Map.entry("iceberg.kafka.heartbeat.interval.ms", Integer.toString(SESSION_MILLIS / 3)),
        // With the default, latest, a coordinator that starts misses what is written before it has
        // joined its group, and those rows are lost.
        Map.entry("iceberg.kafka.auto.offset.reset", "earliest"),
        Map.entry("iceberg.tables", TABLE.toString()),
        Map.entry("iceberg.control.topic", controlTopic()),
        Map.entry("iceberg.control.group-id-prefix", prefix + "-control-"),
        Map.entry("iceberg.control.commit.interval-ms", Integer.toString(COMMIT_MILLIS)));
  }
}
