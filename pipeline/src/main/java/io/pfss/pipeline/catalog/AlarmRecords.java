// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.catalog;

import java.util.List;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.Query;

/** The lives of alarms in the catalog. */
public final class AlarmRecords {
  private final CatalogDatabase database;

  AlarmRecords(CatalogDatabase database) {
    this.database = database;
  }

  /** Stores all of these lives or none. Replaces those of the same alarms. */
  public void save(List<AlarmRecord> alarms) {
    if (alarms.isEmpty()) {
      return;
    }

    database.inTransaction(
        handle -> {
          PreparedBatch delete =
              handle.prepareBatch(
                  "DELETE FROM alarms WHERE kind = :kind AND sensor_id = :sensorId"
                      + " AND raised_at = :raisedAt");
          PreparedBatch insert =
              handle.prepareBatch(
                  "INSERT INTO alarms (kind, sensor_id, raised_at, severity, acknowledged_by,"
                      + " acknowledged_at, cleared_at) VALUES (:kind, :sensorId, :raisedAt,"
                      + " :severity, :acknowledgedBy, :acknowledgedAt, :clearedAt)");
          for (AlarmRecord alarm : alarms) {
            delete.bindMethods(alarm).add();
            insert.bindMethods(alarm).add();
          }

          delete.execute();
          return insert.execute();
        });
  }

  /** Returns the open alarms, the latest first. */
  public List<AlarmRecord> open() {
    return database.inTransaction(
        handle ->
            read(
                handle.select(
                    "SELECT * FROM alarms WHERE cleared_at IS NULL ORDER BY raised_at DESC")));
  }

  /** Returns the latest alarms of a facility, the latest first. */
  public List<AlarmRecord> of(long sensorId, int limit) {
    return database.inTransaction(
        handle ->
            read(
                handle
                    .select(
                        "SELECT * FROM alarms WHERE sensor_id = ?"
                            + " AND kind IN ('state', 'silent', 'risk') ORDER BY raised_at DESC",
                        sensorId)
                    .setMaxRows(limit)));
  }

  /** Returns the alarms that were open at some time of a range, the latest first. */
  public List<AlarmRecord> between(long fromMillis, long toMillis) {
    return database.inTransaction(
        handle ->
            read(
                handle.select(
                    "SELECT * FROM alarms WHERE raised_at < ?"
                        + " AND (cleared_at IS NULL OR cleared_at >= ?) ORDER BY raised_at DESC",
                    toMillis,
                    fromMillis)));
  }

  /** Deletes the alarms that were cleared before a time. */
  public void deleteClearedBefore(long millis) {
    database.inTransaction(
        handle -> handle.execute("DELETE FROM alarms WHERE cleared_at < ?", millis));
  }

  private static List<AlarmRecord> read(Query query) {
    return query.map(ConstructorMapper.of(AlarmRecord.class)).list();
  }
}
