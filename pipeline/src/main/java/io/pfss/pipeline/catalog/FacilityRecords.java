package io.pfss.pipeline.catalog;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** What is known of the facilities. */
public final class FacilityRecords {
  private final CatalogDatabase database;

  FacilityRecords(CatalogDatabase database) {
    this.database = database;
  }

  /** Takes facilities in, in place of what was known of them: all or none. */
  public void replace(List<FacilityRecord> facilities) {
    database.inTransaction(
        connection -> {
          try (PreparedStatement delete =
                  connection.prepareStatement("DELETE FROM facilities WHERE sensor_id = ?");
              PreparedStatement insert =
                  connection.prepareStatement(
                      "INSERT INTO facilities (sensor_id, name, site, rated_power, rated_voltage,"
                          + " rated_current) VALUES (?, ?, ?, ?, ?, ?)")) {
            for (FacilityRecord facility : facilities) {
              delete.setLong(1, facility.sensorId());
              delete.executeUpdate();
              insert.setLong(1, facility.sensorId());
              insert.setString(2, facility.name());
              insert.setString(3, facility.site());
              set(insert, 4, facility.ratedPower());
              set(insert, 5, facility.ratedVoltage());
              set(insert, 6, facility.ratedCurrent());
              insert.executeUpdate();
            }
          }

          return null;
        });
  }

  /** All of them, by sensor. */
  public List<FacilityRecord> all() {
    return database.inTransaction(
        connection -> {
          List<FacilityRecord> facilities = new ArrayList<>();
          try (PreparedStatement query =
                  connection.prepareStatement("SELECT * FROM facilities ORDER BY sensor_id");
              ResultSet row = query.executeQuery()) {
            while (row.next()) {
              facilities.add(
                  new FacilityRecord(
                      row.getLong("sensor_id"),
                      row.getString("name"),
                      row.getString("site"),
                      get(row, "rated_power"),
                      get(row, "rated_voltage"),
                      get(row, "rated_current")));
            }
          }

          return facilities;
        });
  }

  private static void set(PreparedStatement statement, int index, OptionalDouble value)
      throws SQLException {
    if (value.isPresent()) {
      statement.setDouble(index, value.getAsDouble());
    } else {
      statement.setNull(index, Types.DOUBLE);
    }
  }

  private static OptionalDouble get(ResultSet row, String column) throws SQLException {
    double value = row.getDouble(column);
    return row.wasNull() ? OptionalDouble.empty() : OptionalDouble.of(value);
  }
}
