package io.pfss.pipeline.catalog;

import java.util.List;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

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
            handle
                .createUpdate(
                    "INSERT INTO facilities (sensor_id, name, site, rated_power, rated_voltage,"
                        + " rated_current) VALUES (:sensorId, :name, :site, :ratedPower,"
                        + " :ratedVoltage, :ratedCurrent)")
                .bindMethods(facility)
                .execute();
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
                .map(ConstructorMapper.of(FacilityRecord.class))
                .list());
  }
}
