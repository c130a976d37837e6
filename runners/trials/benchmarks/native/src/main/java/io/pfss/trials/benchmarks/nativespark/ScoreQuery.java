// SPDX-License-Identifier: Apache-2.0
package io.pfss.trials.benchmarks.nativespark;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;

import io.pfss.models.reading.HeatJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.Trigger;
import org.apache.spark.sql.types.DataTypes;

/**
 * The query that writes each reading's power factors and state to Kafka and InfluxDB.
 *
 * @param source the stream of readings
 * @param scoreTopic the topic of scores
 * @param influx the writer of points, if InfluxDB is used
 * @param model the model of the states
 * @param checkpoints the folder of the query's checkpoint
 */
record ScoreQuery(
    HeatStream source,
    String scoreTopic,
    Optional<InfluxPoints> influx,
    PipelineModel model,
    String checkpoints) {
  private static final String NAME = "scores";

  StreamingQuery start(SparkSession spark, Trigger trigger) throws TimeoutException {
    spark.sparkContext().setLocalProperty("spark.scheduler.pool", NAME);
    return Scores.of(source.read(spark, Scores.MEASURES), model)
        .writeStream()
        .queryName(NAME)
        .foreachBatch((VoidFunction2<Dataset<Row>, Long>) (batch, number) -> write(batch))
        .option("checkpointLocation", checkpoints)
        .trigger(trigger)
        .start();
  }

  private void write(Dataset<Row> scores) {
    if (influx.isEmpty()) {
      publish(scores);
      return;
    }

    scores.persist();
    try {
      publish(scores);
      scores.select(InfluxPoints.columns()).foreachPartition(influx.get());
    } finally {
      scores.unpersist();
    }
  }

  private void publish(Dataset<Row> scores) {
    scores
        .select(
            col(HeatJson.SENSOR_ID).cast(DataTypes.StringType).as("key"),
            json().as("value"),
            array(
                    header("source_topic", HeatStream.TOPIC),
                    header("source_partition", HeatStream.PARTITION),
                    header("source_offset", HeatStream.OFFSET))
                .as("headers"))
        .write()
        .format("kafka")
        .option("kafka.bootstrap.servers", source.bootstrapServers())
        .option("kafka.acks", "all")
        .option("kafka.compression.type", "lz4")
        .option("kafka.linger.ms", 5)
        .option("kafka.batch.size", 256 * 1024)
        .option("topic", scoreTopic)
        .save();
  }

  private Column json() {
    List<Column> fields = new ArrayList<>();
    fields.add(col(HeatJson.SENSOR_ID));
    fields.add(col(HeatJson.TIMESTAMP));
    fields.add(col(Scores.TEMPERATURE));
    Scores.POWER_FACTORS.forEach(name -> fields.add(col(name)));
    fields.add(col(Scores.PRED));
    fields.add(col(Scores.PROBA));
    fields.add(lit(model.uid()).as("model"));
    // Unknown values are null, never missing.
    return to_json(struct(fields.toArray(Column[]::new)), Map.of("ignoreNullFields", "false"));
  }

  private static Column header(String name, String column) {
    return struct(
        lit(name).as("key"),
        col(column).cast(DataTypes.StringType).cast(DataTypes.BinaryType).as("value"));
  }
}
