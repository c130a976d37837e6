// SPDX-License-Identifier: Apache-2.0
package io.pfss.trials.benchmarks.nativespark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.from_json;
import static org.apache.spark.sql.functions.round;
import static org.apache.spark.sql.functions.timestamp_millis;

import io.pfss.models.reading.HeatJson;
import io.pfss.models.reading.Measure;
import java.util.Collection;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The readings of a Kafka topic as a stream of rows. Omits records that are not JSON objects or
 * lack a sensor_id or timestamp.
 *
 * @param bootstrapServers addresses of the brokers
 * @param topic the topic of the readings
 */
record HeatStream(String bootstrapServers, String topic) {
  static final String EVENT_TIME = "event_time";
  static final String TOPIC = "topic";
  static final String PARTITION = "partition";
  static final String OFFSET = "offset";

  private static final String READING = "reading";

  /**
   * Returns rows of sensor_id, timestamp, event_time, the measures by their JSON names, topic,
   * partition and offset.
   *
   * @param measures the measures to convert; others are omitted
   */
  Dataset<Row> read(SparkSession spark, Collection<Measure> measures) {
    Column timestamp = col(HeatJson.TIMESTAMP);
    return spark
        .readStream()
        .format("kafka")
        .option("kafka.bootstrap.servers", bootstrapServers)
        .option("subscribe", topic)
        .option("startingOffsets", "earliest")
        // Few large fetches instead of many polls of 500 records.
        .option("kafka.max.poll.records", 10_000)
        .option("kafka.fetch.max.bytes", 64 * 1024 * 1024)
        .option("kafka.max.partition.fetch.bytes", 8 * 1024 * 1024)
        .load()
        .select(
            from_json(col("value").cast(DataTypes.StringType), schema(measures)).as(READING),
            col(TOPIC),
            col(PARTITION),
            col(OFFSET))
        .select(col(READING + ".*"), col(TOPIC), col(PARTITION), col(OFFSET))
        .where(col(HeatJson.SENSOR_ID).isNotNull().and(timestamp.isNotNull()))
        .withColumn(
            EVENT_TIME, timestamp_millis(round(timestamp.multiply(1000)).cast(DataTypes.LongType)));
  }

  private static StructType schema(Collection<Measure> measures) {
    StructType schema =
        new StructType()
            .add(HeatJson.SENSOR_ID, DataTypes.LongType)
            .add(HeatJson.TIMESTAMP, DataTypes.DoubleType);
    for (Measure measure : measures) {
      schema = schema.add(measure.jsonName(), DataTypes.DoubleType);
    }

    return schema;
  }
}
