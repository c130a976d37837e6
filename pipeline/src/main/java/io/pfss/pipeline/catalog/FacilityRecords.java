// SPDX-License-Identifier: Apache-2.0
package io.pfss.pipeline.catalog;

import java.util.List;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;

/** The facilities in the catalog. */
public final class FacilityRecords {
  private final CatalogDatabase database;

  FacilityRecords(CatalogDatabase database) {
    this.database = database;
  }

  /** Stores all of these facilities or none. Replaces those with the same sensor. */
  public void replace(List<FacilityRecord> facilities) {
    database.inTransaction(
        handle -> {
          for (FacilityRecord facility : facilities) {
            handle.execute("DELETE FROM facilities WHERE sensor_id = ?", facility.sensorId());
            handle
                .createUpdate(
                    "INSERT INTO facilities (sensor_id, plant_id, name, site, rated_power,"
                        + " rated_voltage, rated_current, normal_limit, warning_limit, in_service)"
                        + " VALUES (:sensorId, :plantId, :name, :site, :ratedPower, :ratedVoltage,"
                        + " :ratedCurrent, :normalLimit, :warningLimit, :inService)")
                .bindMethods(facility)
                .execute();
          }

          return null;
        });
  }

  /** Returns all facilities, ordered by sensor. */
  public List<FacilityRecord> all() {
    return database.inTransaction(
        handle ->
            handle
                .select("SELECT * FROM facilities ORDER BY sensor_id")
                .map(ConstructorMapper.of(FacilityRecord.class))
                .list());
  }
}
