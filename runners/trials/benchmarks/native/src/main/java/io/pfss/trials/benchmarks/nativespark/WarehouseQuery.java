// SPDX-License-Identifier: Apache-2.0
package io.pfss.trials.benchmarks.nativespark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.current_timestamp;
import static org.apache.spark.sql.functions.hour;
import static org.apache.spark.sql.functions.lpad;
import static org.apache.spark.sql.functions.to_date;

import io.pfss.models.reading.HeatJson;
import io.pfss.models.reading.Measure;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.Trigger;
import org.apache.spark.sql.types.DataTypes;

/**
 * The query that writes all measures to Parquet files by day and hour (UTC).
 *
 * @param source the stream of readings
 * @param warehouse the folder of the table
 * @param checkpoints the folder of the query's checkpoint
 */
record WarehouseQuery(HeatStream source, String warehouse, String checkpoints) {
  private static final String NAME = "warehouse";

  StreamingQuery start(SparkSession spark, Trigger trigger) throws TimeoutException {
    spark.sparkContext().setLocalProperty("spark.scheduler.pool", NAME);
    return rows(source.read(spark, Measure.ALL))
        .writeStream()
        .queryName(NAME)
        .format("parquet")
        .partitionBy("dt", "hour")
        .option("path", warehouse)
        .option("checkpointLocation", checkpoints)
        .trigger(trigger)
        .start();
  }

  private static Dataset<Row> rows(Dataset<Row> readings) {
    List<Column> columns = new ArrayList<>();
    columns.add(col(HeatJson.SENSOR_ID));
    columns.add(col(HeatStream.EVENT_TIME));
    for (Measure measure : Measure.ALL) {
      columns.add(col(measure.jsonName()).as(measure.column()));
    }

    Column eventTime = col(HeatStream.EVENT_TIME);
    columns.add(current_timestamp().as("ingest_time"));
    columns.add(col(HeatStream.PARTITION).as("kafka_partition"));
    columns.add(col(HeatStream.OFFSET).as("kafka_offset"));
    columns.add(to_date(eventTime).as("dt"));
    columns.add(lpad(hour(eventTime).cast(DataTypes.StringType), 2, "0").as("hour"));
    return readings.select(columns.toArray(Column[]::new));
  }
}
