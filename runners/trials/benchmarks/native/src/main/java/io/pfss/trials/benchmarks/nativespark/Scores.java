// SPDX-License-Identifier: Apache-2.0
package io.pfss.trials.benchmarks.nativespark;

import static org.apache.spark.ml.functions.vector_to_array;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sqrt;
import static org.apache.spark.sql.functions.unix_millis;
import static org.apache.spark.sql.functions.when;

import io.pfss.models.reading.HeatJson;
import io.pfss.models.reading.Measure;
import io.pfss.models.soh.SohState;
import java.util.List;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;

/** Computes power factors and states of readings. */
final class Scores {
  static final String TEMPERATURE = Measure.TEMPERATURE.jsonName();
  static final List<String> POWER_FACTORS = List.of("pf", "R_pf", "S_pf", "T_pf");
  static final String EVENT_MILLIS = "event_millis";
  static final String STATE = "state";
  static final String PRED = "pred";
  static final String PROBA = "proba";

  /** The measures that a score needs. */
  static final List<Measure> MEASURES =
      List.of(
          Measure.TEMPERATURE,
          Measure.ACTIVE_POWER_AVG,
          Measure.REACTIVE_POWER_AVG,
          Measure.R_ACTIVE_POWER,
          Measure.R_REACTIVE_POWER,
          Measure.S_ACTIVE_POWER,
          Measure.S_REACTIVE_POWER,
          Measure.T_ACTIVE_POWER,
          Measure.T_REACTIVE_POWER);

  private Scores() {}

  /**
   * Adds power factors, state and probabilities; without all power factors, state and probabilities
   * are null.
   */
  static Dataset<Row> of(Dataset<Row> readings, PipelineModel model) {
    Column isKnown =
        POWER_FACTORS.stream().map(name -> col(name).isNotNull()).reduce(lit(true), Column::and);
    Column labels =
        array(SohState.ALL.stream().map(state -> lit(state.label())).toArray(Column[]::new));
    Dataset<Row> features =
        readings.select(
            col(HeatJson.SENSOR_ID),
            col(HeatJson.TIMESTAMP),
            unix_millis(col(HeatStream.EVENT_TIME)).as(EVENT_MILLIS),
            col(TEMPERATURE),
            powerFactor(Measure.ACTIVE_POWER_AVG, Measure.REACTIVE_POWER_AVG).as("pf"),
            powerFactor(Measure.R_ACTIVE_POWER, Measure.R_REACTIVE_POWER).as("R_pf"),
            powerFactor(Measure.S_ACTIVE_POWER, Measure.S_REACTIVE_POWER).as("S_pf"),
            powerFactor(Measure.T_ACTIVE_POWER, Measure.T_REACTIVE_POWER).as("T_pf"),
            col(HeatStream.TOPIC),
            col(HeatStream.PARTITION),
            col(HeatStream.OFFSET));
    return model
        .transform(features)
        .withColumn(STATE, when(isKnown, col("prediction").cast(DataTypes.IntegerType)))
        .withColumn(PRED, element_at(labels, col(STATE).plus(1)))
        .withColumn(PROBA, when(isKnown, vector_to_array(col("probability"), "float64")))
        .drop(RivalModel.INNER_COLUMNS);
  }

  /** Returns P / √(P² + Q²); 0 if P = 0; null if P or Q is null. */
  private static Column powerFactor(Measure active, Measure reactive) {
    Column p = col(active.jsonName());
    Column q = col(reactive.jsonName());
    return when(p.equalTo(0).and(q.isNotNull()), 0.0)
        .otherwise(p.divide(sqrt(p.multiply(p).plus(q.multiply(q)))));
  }
}
