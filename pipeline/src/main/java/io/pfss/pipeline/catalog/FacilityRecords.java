package io.pfss.pipeline.catalog;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.OptionalDouble;

/** What is known of the facilities. */
public final class FacilityRecords {
  private final CatalogDatabase database;

  FacilityRecords(CatalogDatabase database) {
    this.database = database;
  }

  /** Stores facilities, in place of what was known of them: all or none. */
  public void replace(List<FacilityRecord> facilities) {
    database.inTransaction(
        handle -> {
          for (FacilityRecord facility : facilities) {
            handle.execute("DELETE FROM facilities WHERE sensor_id = ?", facility.sensorId());
            handle.execute(
                "INSERT INTO facilities (sensor_id, name, site, rated_power, rated_voltage,"
                    + " rated_current) VALUES (?, ?, ?, ?, ?, ?)",
                facility.sensorId(),
                facility.name(),
                facility.site(),
                facility.ratedPower(),
                facility.ratedVoltage(),
                facility.ratedCurrent());
          }

          return null;
        });
  }

  /** All of them, by sensor. */
  public List<FacilityRecord> all() {
    return database.inTransaction(
        handle ->
            handle
                .select("SELECT * FROM facilities ORDER BY sensor_id")
                .map(
                    (row, context) ->
                        new FacilityRecord(
                            row.getLong("sensor_id"),
                            row.getString("name"),
                            row.getString("site"),
                            number(row, "rated_power"),
                            number(row, "rated_voltage"),
                            number(row, "rated_current")))
                .list());
  }

  private static OptionalDouble number(ResultSet row, String column) throws SQLException {
    double value = row.getDouble(column);
    return row.wasNull() ? OptionalDouble.empty() : OptionalDouble.of(value);
  }
}
