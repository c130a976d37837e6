// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.catalog;

import io.pfss.models.soh.SohState;
import java.util.List;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.types.Types.NestedField;

/**
 * The Iceberg table of the scores for readings in {@link ReadingTable}: one row per reading and
 * model, partitioned by model and hour of event time.
 */
public final class ScoreTable {
  /** The name of the table. */
  public static final TableIdentifier NAME = TableIdentifier.of(ReadingTable.NAMESPACE, "scores");

  public static final String SENSOR_ID = ReadingTable.SENSOR_ID;
  public static final String EVENT_TIME = ReadingTable.EVENT_TIME;
  public static final String TEMPERATURE = "temperature";
  public static final String PF = "pf";
  public static final String R_PF = "r_pf";
  public static final String S_PF = "s_pf";
  public static final String T_PF = "t_pf";

  /** The class number of a {@link SohState}; null if the model gives no state. */
  public static final String STATE = "state";

  /** The probability of each of {@link SohState#ALL}, in that order. */
  public static final List<String> PROBABILITIES =
      List.of("proba_normal", "proba_caution", "proba_warning");

  public static final String MODEL = "model";
  public static final String KAFKA_PARTITION = ReadingTable.KAFKA_PARTITION;
  public static final String KAFKA_OFFSET = ReadingTable.KAFKA_OFFSET;

  /** The columns; the id of a column is its index, from 1. */
  public static final Schema SCHEMA =
      new Schema(
          NestedField.required(1, SENSOR_ID, Types.LongType.get()),
          NestedField.required(2, EVENT_TIME, Types.TimestampType.withZone()),
          NestedField.optional(3, TEMPERATURE, Types.DoubleType.get(), "°C"),
          NestedField.optional(4, PF, Types.DoubleType.get()),
          NestedField.optional(5, R_PF, Types.DoubleType.get()),
          NestedField.optional(6, S_PF, Types.DoubleType.get()),
          NestedField.optional(7, T_PF, Types.DoubleType.get()),
          NestedField.optional(8, STATE, Types.IntegerType.get(), "0 normal, 1 caution, 2 warning"),
          NestedField.optional(9, PROBABILITIES.get(0), Types.DoubleType.get()),
          NestedField.optional(10, PROBABILITIES.get(1), Types.DoubleType.get()),
          NestedField.optional(11, PROBABILITIES.get(2), Types.DoubleType.get()),
          NestedField.required(12, MODEL, Types.StringType.get(), "name@version"),
          NestedField.required(13, KAFKA_PARTITION, Types.IntegerType.get()),
          NestedField.required(14, KAFKA_OFFSET, Types.LongType.get()));

  private static final PartitionSpec PARTITIONS =
      PartitionSpec.builderFor(SCHEMA).identity(MODEL).hour(EVENT_TIME).build();

  private ScoreTable() {}

  /** Returns the current table; creates it if missing. */
  public static Table in(WarehouseCatalog catalog) {
    return catalog.tableOrNew(NAME, SCHEMA, PARTITIONS);
  }
}
