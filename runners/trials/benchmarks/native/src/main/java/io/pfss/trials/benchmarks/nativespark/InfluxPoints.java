// SPDX-License-Identifier: Apache-2.0
package io.pfss.trials.benchmarks.nativespark;

import static org.apache.spark.sql.functions.col;

import io.pfss.models.reading.HeatJson;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.spark.api.java.function.ForeachPartitionFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.influxdb.InfluxDB;
import org.influxdb.InfluxDBFactory;
import org.influxdb.dto.BatchPoints;
import org.influxdb.dto.Point;
import org.influxdb.dto.Query;
import org.influxdb.dto.QueryResult;

/**
 * Writes scores to InfluxDB 1.x in gzipped requests of 5,000 points.
 *
 * @param url the server's URL
 * @param database the database of the points
 */
record InfluxPoints(String url, String database) implements ForeachPartitionFunction<Row> {
  private static final int BATCH_POINTS = 5000;

  /** One client per server, whose connections are shared by all tasks of a JVM. */
  private static final Map<String, InfluxDB> CLIENTS = new ConcurrentHashMap<>();

  private static final int SENSOR_ID = 0;
  private static final int EVENT_MILLIS = 1;
  private static final int PRED = 2;
  private static final int STATE = 3;
  private static final int FIRST_NUMBER = 4;

  /** The numeric fields, whose columns start at {@link #FIRST_NUMBER}. */
  private static final List<String> NUMBERS = List.of("temperature", "pf", "R_pf", "S_pf", "T_pf");

  /** Returns the columns of the rows to write, in order. */
  static Column[] columns() {
    List<Column> columns = new ArrayList<>();
    columns.add(col(HeatJson.SENSOR_ID));
    columns.add(col(Scores.EVENT_MILLIS));
    columns.add(col(Scores.PRED));
    columns.add(col(Scores.STATE));
    columns.add(col(Scores.TEMPERATURE));
    Scores.POWER_FACTORS.forEach(name -> columns.add(col(name)));
    return columns.toArray(Column[]::new);
  }

  /**
   * Creates the database if it is missing; it retains points for 24 h.
   *
   * @throws IOException if the server rejects the statement
   */
  void createAbsentDatabase() throws IOException {
    String command = "CREATE DATABASE \"" + database + "\" WITH DURATION 24h NAME \"pfss_24h\"";
    QueryResult answer = client().query(new Query(command));
    String error = answer.hasError() ? answer.getError() : answer.getResults().get(0).getError();
    if (error != null) {
      throw new IOException(command + ": " + error);
    }
  }

  @Override
  public void call(Iterator<Row> rows) {
    InfluxDB client = client();
    List<Point> points = new ArrayList<>(BATCH_POINTS);
    while (rows.hasNext()) {
      points.add(point(rows.next()));
      if (points.size() == BATCH_POINTS || !rows.hasNext()) {
        client.write(
            BatchPoints.database(database).precision(TimeUnit.MILLISECONDS).points(points).build());
        points.clear();
      }
    }
  }

  private static Point point(Row row) {
    long eventMillis = row.getLong(EVENT_MILLIS);
    Point.Builder point =
        Point.measurement("sensor_measurement")
            .time(eventMillis, TimeUnit.MILLISECONDS)
            .tag("sensor_id", Long.toString(row.getLong(SENSOR_ID)))
            .addField("latency_ms", System.currentTimeMillis() - eventMillis);
    for (int i = 0; i < NUMBERS.size(); i++) {
      if (!row.isNullAt(FIRST_NUMBER + i)) {
        point.addField(NUMBERS.get(i), row.getDouble(FIRST_NUMBER + i));
      }
    }

    if (!row.isNullAt(STATE)) {
      point.addField("pred", row.getString(PRED)).addField("state", row.getInt(STATE));
    }

    return point.build();
  }

  private InfluxDB client() {
    return CLIENTS.computeIfAbsent(url, address -> InfluxDBFactory.connect(address).enableGzip());
  }
}
