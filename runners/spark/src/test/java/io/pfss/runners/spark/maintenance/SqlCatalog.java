// SPDX-License-Identifier: Apache-2.0
package io.pfss.runners.spark.maintenance;

import io.pfss.pipeline.catalog.CatalogSettings;
import io.pfss.pipeline.catalog.WarehouseCatalog;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/** The catalog in Spark SQL, configured as in README.md. */
final class SqlCatalog {
  private SqlCatalog() {}

  /**
   * Adds the catalog to a session.
   *
   * @param options of Iceberg's JdbcCatalog, such as {@code jdbc.user}
   */
  static void addTo(SparkSession spark, CatalogSettings settings, Map<String, String> options) {
    String name = "spark.sql.catalog." + WarehouseCatalog.NAME;
    spark.conf().set(name, "org.apache.iceberg.spark.SparkCatalog");
    spark.conf().set(name + ".type", "jdbc");
    spark.conf().set(name + ".uri", settings.url());
    spark.conf().set(name + ".warehouse", "file:///unused");
    spark.conf().set(name + ".cache-enabled", "false");
    options.forEach((option, value) -> spark.conf().set(name + "." + option, value));
  }
}
