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
 * The Iceberg table of all readings: the columns of the data contract ("Warehouse"), partitioned by
 * hour of event time unless somebody has changed that. Times are µs in its files, which Iceberg
 * asks for, and always whole ms.
 */
public final class ReadingTable {
  /** Where PFSS keeps its tables. */
  public static final Namespace NAMESPACE = Namespace.of("pfss");

  /** Its name. */
  public static final TableIdentifier NAME = TableIdentifier.of(NAMESPACE, "readings");

  public static final String SENSOR_ID = "sensor_id";
  public static final String EVENT_TIME = "event_time";
  public static final String KAFKA_PARTITION = "kafka_partition";
  public static final String KAFKA_OFFSET = "kafka_offset";
  public static final String INGEST_TIME = "ingest_time";

  /** The fields of a reading that are none of PFSS's, as the text of a JSON object. */
  public static final String EXTRA = "extra";

  /** The class number of the state that a file of history says a reading was in. */
  public static final String LABEL = "label";

  /** A table of a former version may have a column of somebody else with the id of one of these. */
  private static final Set<String> LATER = Set.of(EXTRA, LABEL);

  /** The columns; a column's id is its place, from 1. */
  public static final Schema SCHEMA = schema();

  /** Hours of event time. */
  public static final PartitionSpec PARTITIONS =
      PartitionSpec.builderFor(SCHEMA).hour(EVENT_TIME).build();

  /** How compacted files are sorted: what is asked for is mostly a sensor's course. */
  static final SortOrder ORDER =
      SortOrder.builderFor(SCHEMA).asc(SENSOR_ID).asc(EVENT_TIME).build();

  static final Map<String, String> PROPERTIES =
      Map.of(
          TableProperties.FORMAT_VERSION, "2",
          TableProperties.PARQUET_COMPRESSION, "zstd",
          TableProperties.WRITE_TARGET_FILE_SIZE_BYTES, Long.toString(128L << 20),
          // Shards, backfills and compactions commit at the same time: each tries again.
          TableProperties.COMMIT_NUM_RETRIES, "30",
          TableProperties.COMMIT_MIN_RETRY_WAIT_MS, "50",
          TableProperties.COMMIT_MAX_RETRY_WAIT_MS, "2000",
          // A commit a minute and shard leaves as many manifests, which every merge looks through.
          TableProperties.MANIFEST_MIN_MERGE_COUNT, "20",
          TableProperties.METADATA_DELETE_AFTER_COMMIT_ENABLED, "true",
          TableProperties.METADATA_PREVIOUS_VERSIONS_MAX, "20");

  private ReadingTable() {}

  /**
   * Checks that PFSS can write to a table that others may have altered. They may partition it anew
   * by columns of PFSS, sort it, add nullable columns, and rename or drop measures.
   *
   * @throws IllegalArgumentException if it cannot; the message is for the user
   */
  static void check(Table table) {
    for (NestedField column : SCHEMA.columns()) {
      NestedField present = table.schema().findField(column.fieldId());
      boolean isThere = present != null && present.type().equals(column.type());
      boolean isNamedSo = present != null && present.name().equals(column.name());
      boolean isRenamed = LATER.contains(column.name()) && !isNamedSo;
      if (column.isRequired()
          ? !isThere || !isNamedSo
          : present != null && (!isThere || isRenamed)) {
        throw unfit("its column " + column.name() + " was " + column + " and is now " + present);
      }
    }

    for (NestedField column : table.schema().columns()) {
      NestedField own = SCHEMA.findField(column.fieldId());
      if (column.isRequired() && (own == null || own.isOptional())) {
        throw unfit("its column " + column.name() + " must not be null, and PFSS may not know it");
      }

      if (own == null && SCHEMA.findField(column.name()) != null) {
        throw unfit("its column " + column.name() + " was dropped and added again");
      }
    }

    for (PartitionField field : table.spec().fields()) {
      if (SCHEMA.findField(field.sourceId()) == null) {
        throw unfit(
            "it is partitioned by " + field.name() + ", of a column that PFSS does not write");
      }
    }
  }

  private static IllegalArgumentException unfit(String why) {
    return new IllegalArgumentException(
        "has a table " + NAME + " that PFSS cannot write to: " + why + ". Undo that change");
  }

  /**
   * The change that adds the columns that later versions brought; empty if the table has had them.
   * Those that somebody dropped stay so.
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
    // Columns that came later are the last: a table that is there already gets them, with these
    // ids.
    columns.add(
        NestedField.optional(
            columns.size() + 1, EXTRA, Types.StringType.get(), "JSON: unknown fields"));
    columns.add(
        NestedField.optional(
            columns.size() + 1, LABEL, Types.IntegerType.get(), "0 normal, 1 caution, 2 warning"));
    return new Schema(columns);
  }
}
