// SPDX-License-Identifier: Apache-2.0
package io.pfss.trials.readers;

import io.pfss.models.reading.Measure;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What the readers' dialects of SQL do not agree on: times. */
enum Sql {
  DUCKDB("epoch_ms(%s)", "TIMESTAMPTZ '%s+00'"),
  SPARK("unix_millis(%s)", "TIMESTAMP '%s UTC'"),
  TRINO("date_diff('millisecond', TIMESTAMP '1970-01-01 00:00:00 UTC', %s)", "TIMESTAMP '%s UTC'"),
  /** Hive's tables have times without a zone. */
  TRINO_FOLDERS("date_diff('millisecond', TIMESTAMP '1970-01-01 00:00:00', %s)", "TIMESTAMP '%s'");

  private final String millis;
  private final String literal;

  Sql(String millis, String literal) {
    this.millis = millis;
    this.literal = literal;
  }

  /**
   * Returns a query for all columns and rows, times in ms since the epoch.
   *
   * @param source what to write behind {@code FROM}
   */
  String rows(String source) {
    List<String> columns = new ArrayList<>();
    columns.add("sensor_id");
    columns.add(millis.formatted("event_time"));
    Measure.ALL.forEach(measure -> columns.add(measure.column()));
    columns.addAll(List.of("kafka_partition", "kafka_offset"));
    columns.add(millis.formatted("ingest_time"));
    columns.addAll(List.of("extra", "label"));
    return columns.stream().collect(Collectors.joining(", ", "SELECT ", " FROM " + source));
  }

  /** Returns a condition for which a reader opens only some files and pages. */
  String condition(long sensor, Instant from) {
    String time = from.toString().replace('T', ' ').replace("Z", "");
    return " WHERE sensor_id = " + sensor + " AND event_time >= " + literal.formatted(time);
  }
}
