// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.catalog;

import io.pfss.models.reading.Measure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.PartitionField;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.SortOrder;
import org.apache.iceberg.Table;
import org.apache.iceberg.TableProperties;
import org.apache.iceberg.UpdateSchema;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.types.Types.NestedField;

/**
 * The Iceberg table of all readings, with the columns of the data contract ("Warehouse"). It is
 * partitioned by hour of event time unless somebody has changed that. Times are whole ms, stored in
 * µs because Iceberg requires that.
 */
public final class ReadingTable {
  /** The namespace of PFSS's tables. */
  public static final Namespace NAMESPACE = Namespace.of("pfss");

  /** The name of the table. */
  public static final TableIdentifier NAME = TableIdentifier.of(NAMESPACE, "readings");

  public static final String SENSOR_ID = "sensor_id";
  public static final String EVENT_TIME = "event_time";
  public static final String KAFKA_PARTITION = "kafka_partition";
  public static final String KAFKA_OFFSET = "kafka_offset";
  public static final String INGEST_TIME = "ingest_time";

  /** The fields of a reading that PFSS does not know, as the text of a JSON object. */
  public static final String EXTRA = "extra";

  /** The class number of the state that a history file gives for a reading. */
  public static final String LABEL = "label";

  /** Columns of later versions; a former table may have another column with the id of one. */
  private static final Set<String> ADDED_LATER = Set.of(EXTRA, LABEL);

  /** The columns; the id of a column is its index, from 1. */
  public static final Schema SCHEMA = schema();

  /** Partitions by hour of event time. */
  public static final PartitionSpec PARTITIONS =
      PartitionSpec.builderFor(SCHEMA).hour(EVENT_TIME).build();

  /** The order of rows in compacted files: most queries read one sensor over time. */
  static final SortOrder ORDER =
      SortOrder.builderFor(SCHEMA).asc(SENSOR_ID).asc(EVENT_TIME).build();

  static final Map<String, String> PROPERTIES =
      Map.of(
          TableProperties.FORMAT_VERSION, "2",
          TableProperties.PARQUET_COMPRESSION, "zstd",
          TableProperties.WRITE_TARGET_FILE_SIZE_BYTES, Long.toString(128L << 20),
          // Shards, backfills and compactions commit at the same time and retry on conflicts.
          TableProperties.COMMIT_NUM_RETRIES, "30",
          TableProperties.COMMIT_MIN_RETRY_WAIT_MS, "50",
          TableProperties.COMMIT_MAX_RETRY_WAIT_MS, "2000",
          // Each commit (one per minute and shard) adds a manifest, and every merge reads all.
          TableProperties.MANIFEST_MIN_MERGE_COUNT, "20",
          TableProperties.METADATA_DELETE_AFTER_COMMIT_ENABLED, "true",
          TableProperties.METADATA_PREVIOUS_VERSIONS_MAX, "20");

  private ReadingTable() {}

  /**
   * Checks that PFSS can write to a table that others may have altered. They may partition it by
   * other columns of PFSS, sort it, add nullable columns, and rename or drop measures.
   *
   * @throws IllegalArgumentException if PFSS cannot write to it; the message is for the user
   */
  static void check(Table table) {
    for (NestedField column : SCHEMA.columns()) {
      NestedField present = table.schema().findField(column.fieldId());
      boolean hasType = present != null && present.type().equals(column.type());
      boolean hasName = present != null && present.name().equals(column.name());
      boolean isRenamed = ADDED_LATER.contains(column.name()) && !hasName;
      if (column.isRequired() ? !hasType || !hasName : present != null && (!hasType || isRenamed)) {
        throw unsupported(
            "its column " + column.name() + " was " + column + " and is now " + present);
      }
    }

    for (NestedField column : table.schema().columns()) {
      NestedField own = SCHEMA.findField(column.fieldId());
      if (column.isRequired() && (own == null || own.isOptional())) {
        throw unsupported(
            "its column " + column.name() + " is required, but PFSS may have no value for it");
      }

      if (own == null && SCHEMA.findField(column.name()) != null) {
        throw unsupported("its column " + column.name() + " was dropped and added again");
      }
    }

    for (PartitionField field : table.spec().fields()) {
      if (SCHEMA.findField(field.sourceId()) == null) {
        throw unsupported(
            "it is partitioned by " + field.name() + ", a column that PFSS does not write");
      }
    }
  }

  private static IllegalArgumentException unsupported(String why) {
    return new IllegalArgumentException(
        "has a table " + NAME + " that PFSS cannot write to: " + why + ". Undo that change");
  }

  /**
   * Returns the change that adds the columns of later versions; empty if the table already got
   * them. Does not add columns that somebody has dropped.
   */
  static Optional<UpdateSchema> missingColumns(Table table) {
    int last = ((HasTableOperations) table).operations().current().lastColumnId();
    List<NestedField> missing =
        SCHEMA.columns().stream().filter(column -> column.fieldId() > last).toList();
    if (missing.isEmpty()) {
      return Optional.empty();
    }

    UpdateSchema update = table.updateSchema();
    missing.forEach(column -> update.addColumn(column.name(), column.type(), column.doc()));
    return Optional.of(update);
  }

  private static Schema schema() {
    List<NestedField> columns = new ArrayList<>();
    columns.add(NestedField.required(1, SENSOR_ID, Types.LongType.get()));
    columns.add(NestedField.required(2, EVENT_TIME, Types.TimestampType.withZone()));
    for (Measure measure : Measure.ALL) {
      columns.add(
          NestedField.optional(
              columns.size() + 1, measure.column(), Types.DoubleType.get(), measure.unit()));
    }

    columns.add(NestedField.required(columns.size() + 1, KAFKA_PARTITION, Types.IntegerType.get()));
    columns.add(NestedField.required(columns.size() + 1, KAFKA_OFFSET, Types.LongType.get()));
    columns.add(
        NestedField.required(columns.size() + 1, INGEST_TIME, Types.TimestampType.withZone()));
    // Columns of later versions are the last ones: an existing table gets them with these ids.
    columns.add(
        NestedField.optional(
            columns.size() + 1, EXTRA, Types.StringType.get(), "JSON: unknown fields"));
    columns.add(
        NestedField.optional(
            columns.size() + 1, LABEL, Types.IntegerType.get(), "0 normal, 1 caution, 2 warning"));
    return new Schema(columns);
  }
}
